package dev.holdfast.tasks.store;

import java.util.List;

/**
 * Statements that list and count a principal's tasks. None shows what belongs to a tombstone: of
 * that nothing can be read any more.
 */
public final class ListSql {
  /** One page by the owner, newest first. */
  static final String LIST =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND task_no < $3
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $4
      """;

  /** The same in one state. */
  static final String LIST_OF_STATUS =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND status = $3 AND task_no < $4
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $5
      """;

  /** The same within one session, by that session's index; null leaves the state open. */
  static final String LIST_OF_SESSION =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND session_no = $6
        AND ($3::text IS NULL OR status = $3)
        AND task_no < $4
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $5
      """;

  /** Those that have not ended, by an index of them; null leaves the session open. */
  static final String LIST_ACTIVE =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND task_no < $3
        AND status IN ('queued', 'running', 'waiting_input')
        AND ($5::bigint IS NULL OR session_no = $5)
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $4
      """;

  /** Dead letters, by their index; null leaves the session open. */
  static final String LIST_DEAD_LETTERS =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND task_no < $3 AND dead_letter
        AND ($5::bigint IS NULL OR session_no = $5)
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $4
      """;

  /** The parts of task $5; null leaves the session open. */
  static final String LIST_CHILDREN =
      """
      SELECT * FROM task
      WHERE tenant = $1 AND principal = $2 AND task_no < $3 AND parent_task_id = $5
        AND ($6::bigint IS NULL OR session_no = $6)
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      ORDER BY task_no DESC LIMIT $4
      """;

  /** By agent and state; null leaves the session open. */
  static final String COUNT =
      """
      SELECT agent, status, count(*) AS tasks, count(*) FILTER (WHERE dead_letter) AS dead_letters,
        coalesce(extract(epoch FROM now() - min(created_at)) * 1000, 0)::bigint AS oldest_ms
      FROM task
      WHERE tenant = $1 AND principal = $2 AND ($3::bigint IS NULL OR session_no = $3)
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      GROUP BY agent, status ORDER BY agent, status
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          LIST,
          LIST_OF_STATUS,
          LIST_OF_SESSION,
          LIST_ACTIVE,
          LIST_DEAD_LETTERS,
          LIST_CHILDREN,
          COUNT);

  private ListSql() {}
}
