package dev.holdfast.registry.store;

import java.util.List;

/**
 * The statements of the audit trail. Each act is written in the transaction of the act; that a
 * session started is part of {@link GroupSql#BIND}.
 */
public final class AuditSql {
  static final String ENDED =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, 'session_ended',
        json_build_object('status', $5::text, 'reason', $6::text)::text)
      """;

  static final String PROJECT =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, $5,
        json_build_object('project', $6::text, 'version', $7::bigint, 'mode', $8::text,
          'generation', $9::bigint)::text)
      """;

  static final String CONFLICT =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, 'project_conflict',
        json_build_object('project', $5::text, 'expected_version', $6::bigint,
          'actual_version', $7::bigint)::text)
      """;

  /** Names the session only where it is the asker's own; what its mode forbade is a violation. */
  static final String REFUSED =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES (
        (SELECT session_no FROM session WHERE tenant = $1 AND principal = $2 AND session_id = $3),
        $1, $2, $3,
        CASE WHEN $5::text = 'tool_not_allowed' THEN 'mode_violation' ELSE 'access_refused' END,
        json_build_object('asked', $4::text, 'answer', $5::text)::text)
      """;

  static final String LIST =
      """
      SELECT audit_no, act, principal, detail,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      FROM audit
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND audit_no < $4
      ORDER BY audit_no DESC LIMIT $5
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(ENDED, PROJECT, CONFLICT, REFUSED, LIST);

  private AuditSql() {}
}
