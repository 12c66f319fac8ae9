package dev.holdfast.tasks.store;

import java.util.List;

/**
 * Statements about tasks that wait for others. What a task waits for is read and never locked; its
 * own rows are changed under the lock of its session's queue.
 */
public final class DependencySql {
  /** The tasks of these ids that this owner has and can read. */
  static final String NAMED =
      """
      SELECT t.task_no, t.task_id, t.status, t.dependency_depth FROM task t
      WHERE t.tenant = $1 AND t.principal = $2 AND t.task_id = ANY($3)
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = t.session_no AND s.tombstoned_at IS NOT NULL)
      """;

  /** The time in the queue of a task that waits begins when it waits no more. */
  static final String DEPEND =
      """
      UPDATE task SET depends_on = $2, waiting_for = $3, on_dependency_failure = $4,
        dependency_depth = $5, queue_ms = CASE WHEN $3::text[] IS NOT NULL THEN $6::integer END,
        queue_deadline = CASE WHEN $3::text[] IS NULL THEN queue_deadline END
      WHERE task_no = $1 RETURNING *
      """;

  static final String WAIT =
      """
      INSERT INTO task_wait (task_no, on_no, on_id, tenant, principal)
      SELECT $1, named.task_no, named.task_id, $4, $5
      FROM unnest($2::bigint[], $3::text[]) AS named(task_no, task_id)
      """;

  /** Of all owners: whether any task waits. */
  static final String ANY = "SELECT EXISTS (SELECT FROM task_wait) AS waiting";

  /**
   * Of all owners: tasks that wait for one that has ended or is gone, and those that have ended
   * themselves.
   */
  static final String DUE =
      """
      SELECT DISTINCT w.task_no, t.session_no FROM task_wait w
      JOIN task t ON t.task_no = w.task_no
      LEFT JOIN task o ON o.task_no = w.on_no
      WHERE o.task_no IS NULL OR o.status IN ('completed', 'failed', 'cancelled')
        OR t.status IN ('completed', 'failed', 'cancelled')
      LIMIT $1
      """;

  /** Of all owners: tasks that wait for one of these, which has ended. */
  static final String DUE_AFTER =
      """
      SELECT DISTINCT w.task_no, t.session_no FROM task o
      JOIN task_wait w ON w.on_no = o.task_no
      JOIN task t ON t.task_no = w.task_no
      WHERE o.task_id = ANY($1) AND o.status IN ('completed', 'failed', 'cancelled')
      LIMIT $2
      """;

  /** What of it is over, in the order in which it was named; of what is gone there is no status. */
  static final String OVER =
      """
      WITH over AS (
        DELETE FROM task_wait w USING task t
        WHERE w.task_no = $1 AND t.task_no = w.task_no
          AND NOT EXISTS (
            SELECT FROM task o WHERE o.task_no = w.on_no
              AND o.status IN ('queued', 'running', 'waiting_input'))
        RETURNING w.on_no, w.on_id, array_position(t.depends_on, w.on_id) AS place)
      SELECT over.on_id, o.status FROM over LEFT JOIN task o ON o.task_no = over.on_no
      ORDER BY over.place
      """;

  /** What it waits for now, and until when it must begin where that is nothing. */
  static final String LEFT =
      """
      UPDATE task t SET
        waiting_for = left_over.ids,
        queue_deadline = CASE WHEN left_over.ids IS NULL
          THEN greatest(now(), t.not_before) + t.queue_ms * interval '1 millisecond' END
      FROM (
        SELECT array_agg(w.on_id ORDER BY array_position(d.depends_on, w.on_id)) AS ids
        FROM task d JOIN task_wait w ON w.task_no = d.task_no WHERE d.task_no = $1) left_over
      WHERE t.task_no = $1 RETURNING t.*
      """;

  static final String FORGET = "DELETE FROM task_wait WHERE task_no = $1";

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(NAMED, DEPEND, WAIT, ANY, DUE, DUE_AFTER, OVER, LEFT, FORGET);

  private DependencySql() {}
}
