package dev.holdfast.tasks.store;

import java.util.List;

/** The statements about summaries of sessions. Lock order as in {@link TaskSql}. */
public final class SummarySql {
  /**
   * Queues a summary before all that waits in session $1, under the lock of its queue row, for the
   * request of task $3, under lease $11. It has no place in the limits of what may be queued. No
   * row: one is under way, or the session has ended.
   */
  static final String QUEUE =
      """
      WITH made AS (
        INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent, max_attempts,
          run_ms, retry_ms, retry_ms_max, task_type, turns_max, priority, correlation_id, purpose, position)
        SELECT $2::text, s.session_no, s.session_id, s.tenant, s.principal, $4::text, $5::text, $6::integer,
          $7::integer, $8::integer, $9::integer, 'summary', $10::bigint,
          t.priority, t.correlation_id, 'summary', (
            SELECT min(q.position) - 1 FROM task q
            WHERE q.session_no = $1 AND q.status IN ('queued', 'running', 'waiting_input'))
        FROM session s JOIN task t ON t.task_no = $3 AND t.session_no = s.session_no
        WHERE s.session_no = $1 AND s.ended_at IS NULL
        ON CONFLICT (session_no)
          WHERE purpose = 'summary' AND status IN ('queued', 'running', 'waiting_input') DO NOTHING
        RETURNING *),
      counted AS (
        UPDATE session_queue SET unfinished = unfinished + 1
        WHERE session_no = $1 AND EXISTS (SELECT FROM made)),
      asked AS (
        UPDATE session_usage SET summary_cause = $3, summary_token = $11::bigint
        WHERE session_no = $1 AND EXISTS (SELECT FROM made))
      SELECT * FROM made
      """;

  /**
   * What an attempt at a summary is to tell of, newest first: events of session $1 of owner $2, $3
   * before number $4 and before the attempt at task $5 began, from where its last summary ends. A
   * task's text is only that of a task of this very session.
   */
  static final String HISTORY =
      """
      SELECT e.seq, e.type, e.task_id, e.data, t.purpose IS NOT DISTINCT FROM 'summary' AS summarises,
        CASE WHEN e.type = 'task.accepted' THEN t.input END AS input
      FROM session s
      JOIN task own ON own.task_no = $5 AND own.session_no = s.session_no
      LEFT JOIN session_usage u ON u.session_no = s.session_no
      LEFT JOIN session_event last ON last.session_no = s.session_no AND last.seq = u.summary_seq
      JOIN session_event e ON e.session_no = s.session_no
      LEFT JOIN task t ON t.task_id = e.task_id AND t.session_no = s.session_no
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3
        AND e.seq < least($4, own.attempt_from_seq)
        AND (e.seq > coalesce((last.data::json ->> 'to_seq')::bigint, 0) OR e.seq = last.seq)
        AND e.type IN ('task.accepted', 'task.message', 'task.output', 'task.input_requested',
          'task.input_received', 'task.superseded', 'task.completed', 'task.failed', 'task.cancelled',
          'session.summary')
      ORDER BY e.seq DESC LIMIT $6
      """;

  /** The last event that the attempt under way at task $1 tells of. */
  static final String TOLD_UP_TO =
      "SELECT attempt_from_seq - 1 AS to_seq FROM task WHERE task_no = $1";

  /** The event $2 has the session's newest summary. */
  static final String NOTE =
      """
      INSERT INTO session_usage (session_no, summary_seq) VALUES ($1, $2)
      ON CONFLICT (session_no) DO UPDATE SET summary_seq = EXCLUDED.summary_seq
      """;

  /** The newest summary of row s of session, or the one it began with, as a part of statements. */
  static final String OF_SESSION =
      """
      (SELECT e.data FROM session_event e
       WHERE e.session_no = s.session_no AND e.type = 'session.summary'
         AND e.seq = coalesce((SELECT u.summary_seq FROM session_usage u WHERE u.session_no = s.session_no), 1))
      """;

  /** What the session of row task began with. */
  static final String CARRIED =
      """
      (SELECT e.data FROM session_event e
       WHERE e.session_no = task.session_no AND e.seq = 1 AND e.type = 'session.summary')
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(QUEUE, HISTORY, TOLD_UP_TO, NOTE);

  private SummarySql() {}
}
