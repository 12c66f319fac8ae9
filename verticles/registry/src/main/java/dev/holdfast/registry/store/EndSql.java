package dev.holdfast.registry.store;

import java.util.List;

/** The statements that end a session. The first one's lock waits for those that hold it. */
public final class EndSql {
  static final String LOCK =
      """
      SELECT session_no, ended_at IS NOT NULL AS ended FROM session
      WHERE tenant = $1 AND principal = $2 AND session_id = $3 FOR NO KEY UPDATE
      """;

  static final String END =
      """
      UPDATE session SET ended_at = now(), end_status = $4, end_reason = $5
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NULL
      """;

  static final String END_BINDINGS =
      """
      UPDATE binding SET ended_at = now(), end_cause = 'session_ended'
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NULL
      RETURNING kind, transport_id, binding_no
      """;

  static final String NOTE_UNCACHED =
      """
      UPDATE session SET uncached_at = now()
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NOT NULL
      """;

  /** Of all owners: ended sessions that the shared cache may still know, from $1 on. */
  static final String STILL_CACHED =
      """
      SELECT session_no, tenant, principal, session_id FROM session
      WHERE ended_at IS NOT NULL AND uncached_at IS NULL AND session_no >= $1
      ORDER BY session_no LIMIT $2
      """;

  static final String ENDED_BINDINGS =
      """
      SELECT kind, transport_id, binding_no FROM binding
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NOT NULL
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(LOCK, END, END_BINDINGS, NOTE_UNCACHED, STILL_CACHED, ENDED_BINDINGS);

  private EndSql() {}
}
