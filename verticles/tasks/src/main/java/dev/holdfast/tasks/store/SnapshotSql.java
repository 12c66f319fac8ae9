package dev.holdfast.tasks.store;

import java.util.List;

/** The statement that tells what a session has under way. */
public final class SnapshotSql {
  /**
   * The head of the log and the unfinished tasks of session $1 of owner $2, $3. One statement is
   * one snapshot, and events are written with what they tell of: so the rows are what the events up
   * to the head say. Where nothing is under way, one row without a task.
   */
  static final String READ =
      """
      SELECT l.last_seq AS head, l.trimmed_to AS floor, coalesce(q.held, false) AS queue_held, t.*
      FROM session s JOIN session_log l ON l.session_no = s.session_no
      LEFT JOIN session_queue q ON q.session_no = s.session_no
      LEFT JOIN task t ON t.session_no = s.session_no
        AND t.status IN ('queued', 'running', 'waiting_input')
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3 AND s.tombstoned_at IS NULL
      ORDER BY t.status = 'queued', t.position, t.task_no LIMIT $4
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(READ);

  private SnapshotSql() {}
}
