package dev.holdfast.tasks.store;

import java.util.List;

/** Statements about questions and answers. Lock order as in {@link TaskSql}. */
public final class InputSql {
  /** No row: the task does not run, or this very question was asked before. */
  static final String ASK =
      """
      WITH asking AS (
        UPDATE task SET status = 'waiting_input'
        WHERE task_no = $2 AND status = 'running' RETURNING task_no, tenant, principal)
      INSERT INTO task_input (input_id, task_no, tenant, principal, lease_token, prompt, options, detail)
      SELECT $1, task_no, tenant, principal, $3, $4, $5, $6 FROM asking
      RETURNING input_no
      """;

  static final String LOCK_QUEUE =
      """
      SELECT q.lease_token, p.address FROM session_queue q LEFT JOIN pod p ON p.pod_no = q.lease_owner
      WHERE q.session_no = $1 FOR UPDATE OF q
      """;

  /** The question that waits for an answer under that lease. */
  static final String OPEN =
      """
      SELECT * FROM task_input
      WHERE task_no = $1 AND lease_token = $2 AND answered_at IS NULL
      ORDER BY input_no DESC LIMIT 1
      """;

  static final String ANSWER =
      """
      WITH answered AS (
        UPDATE task_input SET option_id = $2, answer = $3, answered_at = now()
        WHERE input_no = $1 AND answered_at IS NULL RETURNING task_no)
      UPDATE task SET status = 'running' FROM answered
      WHERE task.task_no = answered.task_no RETURNING task.*
      """;

  static final String LIST =
      """
      SELECT i.*, t.status = 'waiting_input' AND i.answered_at IS NULL
        AND i.lease_token IS NOT DISTINCT FROM q.lease_token AS open
      FROM task t
      JOIN task_input i ON i.task_no = t.task_no
      JOIN session_queue q ON q.session_no = t.session_no
      WHERE t.tenant = $1 AND t.principal = $2 AND t.task_id = $3
      ORDER BY i.input_no DESC LIMIT 100
      """;

  /** Answers to the questions of these ids. */
  static final String ANSWERS =
      "SELECT input_id, option_id, answer FROM task_input WHERE input_id = ANY($1) AND answered_at"
          + " IS NOT NULL";

  /** Tasks that waited for their beginning for longer than they may. */
  static final String LATE =
      """
      SELECT session_no, task_no FROM task
      WHERE status = 'queued' AND queue_deadline < now()
      ORDER BY queue_deadline LIMIT $1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(ASK, LOCK_QUEUE, OPEN, ANSWER, LIST, ANSWERS, LATE);

  private InputSql() {}
}
