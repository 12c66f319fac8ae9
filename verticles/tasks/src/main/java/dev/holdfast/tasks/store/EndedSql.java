package dev.holdfast.tasks.store;

import java.util.List;

/** The statements about sessions that have ended; the session row is only read here. */
public final class EndedSql {
  static final String LIFE =
      """
      SELECT ended_at IS NOT NULL AS ended FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
      """;

  /**
   * Tasks whose end is still to be asked for, newest first: so nothing starts in place of what is
   * stopped.
   */
  static final String TO_CANCEL =
      """
      SELECT task_id FROM task
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
        AND status IN ('queued', 'running', 'waiting_input')
        AND (status = 'queued' OR cancel_requested_at IS NULL)
      ORDER BY task_no DESC
      """;

  /** Of all owners: ended sessions that have such tasks. */
  static final String LEFT_OVER =
      """
      SELECT s.session_no, s.tenant, s.principal, s.session_id FROM session_queue q
      JOIN session s ON s.session_no = q.session_no AND s.ended_at IS NOT NULL
      WHERE q.unfinished > 0 AND EXISTS (
        SELECT FROM task t WHERE t.session_no = q.session_no
          AND t.status IN ('queued', 'running', 'waiting_input')
          AND (t.status = 'queued' OR t.cancel_requested_at IS NULL))
      LIMIT $1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LIFE, TO_CANCEL, LEFT_OVER);

  private EndedSql() {}
}
