package dev.holdfast.tasks.store;

import java.util.List;

/** What tells a call of a tool from the others of its session. */
public final class CallSql {
  /**
   * The unfinished call of a session that another one would join or meet: of the same mark, else,
   * where $4 says so, of the same fingerprint.
   */
  static final String UNFINISHED_CALL =
      """
      SELECT * FROM task
      WHERE session_no = $1 AND tenant = $5 AND principal = $6
        AND status IN ('queued', 'running', 'waiting_input') AND call_fingerprint IS NOT NULL
        AND (call_request = $2 OR ($4 AND call_fingerprint = $3))
      ORDER BY call_request IS NOT DISTINCT FROM $2 DESC, task_no LIMIT 1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(UNFINISHED_CALL);

  private CallSql() {}
}
