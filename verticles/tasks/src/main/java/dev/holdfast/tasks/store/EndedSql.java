package dev.holdfast.tasks.store;

import java.util.List;

/** The statements about sessions that have ended; the session row is only read here. */
public final class EndedSql {
  static final String LIFE =
      """
      SELECT ended_at IS NOT NULL AS ended, continued_by_id FROM session
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

  /** Of all owners: those of the sessions that are at work, or were within $2 seconds. */
  static final String BUSY =
      """
      SELECT wanted.session_no FROM unnest($1::bigint[]) AS wanted(session_no)
      WHERE EXISTS (
        SELECT FROM task t WHERE t.session_no = wanted.session_no
          AND (t.status IN ('queued', 'running', 'waiting_input')
            OR t.finished_at > now() - $2::bigint * interval '1 second'))
      """;

  /** Of all owners: deletes up to $2 finished tasks of tombstoned sessions. */
  static final String PURGE_TASKS =
      """
      DELETE FROM task WHERE task_no IN (
        SELECT t.task_no FROM task t
        JOIN session s ON s.session_no = t.session_no AND s.tombstoned_at IS NOT NULL
        WHERE t.session_no = ANY($1::bigint[]) AND t.status IN ('completed', 'failed', 'cancelled')
        LIMIT $2 FOR UPDATE OF t SKIP LOCKED)
      """;

  /** Of all owners: deletes the queues of tombstoned sessions that have no task left. */
  static final String PURGE_QUEUES =
      """
      DELETE FROM session_queue WHERE session_no IN (
        SELECT q.session_no FROM session_queue q
        JOIN session s ON s.session_no = q.session_no AND s.tombstoned_at IS NOT NULL
        WHERE q.session_no = ANY($1::bigint[]) AND q.unfinished = 0
          AND NOT EXISTS (SELECT FROM task t WHERE t.session_no = q.session_no)
        FOR UPDATE OF q SKIP LOCKED)
      """;

  /** Of all owners: those of the sessions of which nothing is left here. */
  static final String PURGED =
      """
      SELECT wanted.session_no FROM unnest($1::bigint[]) AS wanted(session_no)
      WHERE NOT EXISTS (SELECT FROM task t WHERE t.session_no = wanted.session_no)
        AND NOT EXISTS (SELECT FROM session_queue q WHERE q.session_no = wanted.session_no)
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(LIFE, TO_CANCEL, LEFT_OVER, BUSY, PURGE_TASKS, PURGE_QUEUES, PURGED);

  private EndedSql() {}
}
