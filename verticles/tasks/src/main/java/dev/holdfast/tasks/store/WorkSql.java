package dev.holdfast.tasks.store;

import java.util.List;

/** The statements that tell of a session's work in brief. */
public final class WorkSql {
  /** Always one row. */
  static final String DESCRIBE =
      """
      WITH own AS (
        SELECT task_no, task_id, status FROM task
        WHERE session_no = $1 AND tenant = $2 AND principal = $3
          AND status IN ('queued', 'running', 'waiting_input'))
      SELECT (SELECT count(*) FROM own WHERE status = 'queued') AS queued,
        (SELECT task_id FROM own WHERE status <> 'queued' ORDER BY task_no LIMIT 1) AS running_task,
        f.task_id AS failed_task, f.termination_reason, f.error,
        to_char(f.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS failed_at,
        (SELECT %s FROM session s WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3) AS summary
      FROM (SELECT 1) one
      LEFT JOIN LATERAL (
        SELECT task_id, termination_reason, error, finished_at FROM task
        WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND status = 'failed'
        ORDER BY task_no DESC LIMIT 1) f ON true
      """
          .replace("%s", SummarySql.OF_SESSION);

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(DESCRIBE);

  private WorkSql() {}
}
