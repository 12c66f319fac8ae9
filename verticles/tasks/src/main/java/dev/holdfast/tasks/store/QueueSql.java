package dev.holdfast.tasks.store;

import java.util.List;

/**
 * Statements about the order of a session's queue. Each runs under the lock of the session's queue
 * row; lock order as in {@link TaskSql}.
 */
public final class QueueSql {
  /** No row: the session never had a task. */
  static final String LOCK =
      """
      SELECT q.held, p.address FROM session_queue q
      JOIN session s ON s.session_no = q.session_no AND s.tenant = $2 AND s.principal = $3
      LEFT JOIN pod p ON p.pod_no = q.lease_owner
      WHERE q.session_no = $1 FOR UPDATE OF q
      """;

  static final String VIEW =
      """
      SELECT t.task_id, t.status, t.held, t.position, t.task_no, t.not_before,
        t.not_before > now() AS delayed, t.waiting_for
      FROM task t
      WHERE t.session_no = $1 AND t.status IN ('queued', 'running', 'waiting_input')
      ORDER BY t.status = 'queued', t.position, t.task_no LIMIT $2
      """;

  static final String HELD =
      """
      SELECT q.held, split_part(q.blocked_on, ':', 1) AS waits_for FROM session_queue q
      JOIN session s ON s.session_no = q.session_no AND s.tenant = $2 AND s.principal = $3
      WHERE q.session_no = $1
      """;

  /** Holds the queue or lets it go on; what is ready is looked at anew. */
  static final String HOLD =
      """
      UPDATE session_queue q SET held = $2, blocked_on = NULL, priority = %s,
        ready_at = CASE WHEN $2 THEN 'infinity'::timestamptz ELSE now() END
      WHERE session_no = $1
      """
          .formatted(NextTask.PRIORITY);

  /** Something else may come next, or be ready that was not; who waited longer stays before. */
  static final String LOOK_AGAIN =
      """
      UPDATE session_queue q SET ready_at = LEAST(ready_at, now()), blocked_on = NULL, priority = %s
      WHERE session_no = $1 AND NOT held
      """
          .formatted(NextTask.PRIORITY);

  /** Something was put into the queue; what comes next may be another task, of another priority. */
  static final String NOTE_PRIORITY =
      "UPDATE session_queue q SET priority = %s WHERE session_no = $1".formatted(NextTask.PRIORITY);

  static final String HOLD_TASK = "UPDATE task SET held = $2 WHERE task_no = $1";

  static final String BEGIN_NOW =
      "UPDATE task SET held = false, not_before = NULL, retry_at = NULL WHERE task_no = $1";

  /** Gives each task the position beside it. */
  static final String PLACE =
      """
      UPDATE task t SET position = wanted.position
      FROM unnest($1::bigint[], $2::bigint[]) AS wanted(task_no, position)
      WHERE t.task_no = wanted.task_no
      """;

  /** Before every waiting task of its session. */
  static final String PLACE_FIRST =
      """
      UPDATE task SET position = (
        SELECT min(position) - 1 FROM task
        WHERE session_no = $2 AND status IN ('queued', 'running', 'waiting_input'))
      WHERE task_no = $1
      """;

  static final String ROLL_BACK = "UPDATE task SET rolls_back = true WHERE task_no = $1";

  static final String PAUSE = "UPDATE task SET held = true WHERE task_no = $1";

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          LOCK,
          VIEW,
          HELD,
          HOLD,
          LOOK_AGAIN,
          NOTE_PRIORITY,
          HOLD_TASK,
          BEGIN_NOW,
          PLACE,
          PLACE_FIRST,
          ROLL_BACK,
          PAUSE);

  private QueueSql() {}
}
