package dev.holdfast.registry.store;

import java.util.List;

/** The statements of a roll, in the order of their locks; the others are those of a fork. */
public final class RollSql {
  /** Whoever comes second waits here, and finds what the first one wrote. */
  static final String LOCK =
      """
      SELECT continued_by_id, ended_at IS NOT NULL AS ended FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 FOR NO KEY UPDATE
      """;

  static final String CREATE =
      """
      WITH made AS (
        INSERT INTO session (tenant, principal, session_id, continues_id) VALUES ($1, $2, $3, $4)
        RETURNING session_no),
      audited AS (
        INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
        SELECT session_no, $1, $2, $3, 'session_started', json_build_object('continues', $4::text)::text
        FROM made)
      SELECT session_no FROM made
      """;

  static final String LINK =
      """
      WITH linked AS (
        UPDATE session SET continued_by_id = $4
        WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND continued_by_id IS NULL
        RETURNING session_no, session_id)
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      SELECT session_no, $2, $3, session_id, 'session_rolled',
        json_build_object('continued_by', $4::text)::text
      FROM linked
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LOCK, CREATE, LINK);

  private RollSql() {}
}
