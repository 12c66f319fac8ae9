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

  /**
   * The newest call of a session of that mark and fingerprint, where it has not ended, or within
   * the last $6 milliseconds, and nobody cancelled it: who asks again then wants it done. None is
   * looked for behind it: it was made because they had ended.
   *
   * <p>The fingerprint is a range of one value: with an equation Postgres would take it out of the
   * order, and might then look through the newest tasks of all owners for the first that fits.
   */
  static final String SAME_CALL =
      """
      SELECT * FROM (
        SELECT * FROM task
        WHERE tenant = $4 AND principal = $5 AND call_request = $2
          AND call_fingerprint BETWEEN $3 AND $3 AND session_no = $1
        ORDER BY call_fingerprint DESC, task_no DESC LIMIT 1) newest
      WHERE cancel_requested_at IS NULL AND status <> 'cancelled'
        AND (finished_at IS NULL OR finished_at > now() - $6::bigint * interval '1 millisecond')
      """;

  /**
   * The lock of a session's queue, after that of the session; no row: the session never had a task.
   */
  static final String LOCK =
      """
      WITH mine AS (
        SELECT session_no FROM session
        WHERE session_no = $1 AND tenant = $2 AND principal = $3 FOR SHARE)
      SELECT q.session_no FROM session_queue q JOIN mine ON mine.session_no = q.session_no
      FOR UPDATE OF q
      """;

  /** The key stands for that task from now on. */
  static final String NOTE_KEY =
      """
      INSERT INTO task_key (tenant, principal, idempotency_key, fingerprint, task_no)
      SELECT t.tenant, t.principal, $2, $3, t.task_no FROM task t
      WHERE t.task_id = $1 AND t.tenant = $4 AND t.principal = $5
      """;

  /** The unfinished calls of one request that nobody cancelled, whatever session they are in. */
  static final String BY_REQUEST =
      """
      SELECT task_id FROM task
      WHERE tenant = $1 AND principal = $2 AND call_request = $3
        AND status IN ('queued', 'running', 'waiting_input') AND cancel_requested_at IS NULL
      """;

  /**
   * Before what number of its session's log a task did nothing: that of its first attempt, else the
   * next one. The log itself, which may be long, is not read.
   */
  static final String FIRST_EVENT =
      """
      SELECT coalesce(
        (SELECT min(a.from_seq) FROM attempt a WHERE a.task_no = t.task_no),
        (SELECT l.last_seq + 1 FROM session_log l WHERE l.session_no = t.session_no)) AS seq
      FROM task t
      WHERE t.task_id = $3 AND t.tenant = $1 AND t.principal = $2
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(UNFINISHED_CALL, SAME_CALL, LOCK, NOTE_KEY, BY_REQUEST, FIRST_EVENT);

  private CallSql() {}
}
