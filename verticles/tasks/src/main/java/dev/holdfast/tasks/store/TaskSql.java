package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlSql;
import java.util.List;

/**
 * Every statement of tasks.
 *
 * <p>Lock order, the same in each transaction: the session's row, its queue row, then its log row
 * (by appending), then the task row.
 */
public final class TaskSql {
  // ---- intake ----

  /**
   * Takes a place in the session's queue and its lock, and keeps the session from ending until the
   * transaction is over; no row: the queue is full, or the session has ended, or another goes on
   * for it and $7 is not set, or somebody controls it whose token is not that of $8.
   */
  static final String ENQUEUE =
      """
      WITH live AS (
        SELECT s.session_no FROM session s
        WHERE s.session_no = $1 AND s.tenant = $3 AND s.principal = $4 AND s.ended_at IS NULL
          AND ($7::boolean OR s.continued_by_id IS NULL) AND %s FOR SHARE)
      INSERT INTO session_queue AS q (session_no, of_tenant, unfinished, ready_at, priority)
      SELECT session_no, $3, 1, now() + $5::int * interval '1 millisecond', $6 FROM live
      ON CONFLICT (session_no) DO UPDATE SET
        unfinished = q.unfinished + 1,
        ready_at = CASE WHEN q.held THEN 'infinity'
          WHEN q.unfinished = 0 THEN EXCLUDED.ready_at
          ELSE LEAST(q.ready_at, EXCLUDED.ready_at) END,
        priority = CASE WHEN q.unfinished = 0 THEN EXCLUDED.priority ELSE q.priority END
      WHERE q.unfinished < $2
      RETURNING q.unfinished, q.priority, %s AS used_up
      """
          .formatted(ControlSql.allows("$8"), UsageSql.SESSION_USED_UP);

  /** No row: the idempotency key is taken. */
  static final String INSERT =
      """
      INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent, agent_preset,
        tool_preset, max_attempts, idempotency_key, fingerprint, queue_deadline, run_ms, stall_ms,
        not_before, task_type, budget_tokens, budget_cost, budget_turns, budget_tool_calls, turns_max,
        accepts_partial, correlation_id, priority, retry_ms, retry_ms_max, call_request, call_fingerprint,
        traceparent)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        now() + ($13::int + $16::bigint) * interval '1 millisecond', $14, $15,
        CASE WHEN $16 > 0 THEN now() + $16::bigint * interval '1 millisecond' END,
        $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
        $30)
      ON CONFLICT (tenant, principal, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
      RETURNING *
      """;

  /** The task of a key, its own or that of a call that joined it, and what came under the key. */
  static final String FIND_IDEMPOTENT =
      """
      SELECT t.*, t.fingerprint AS promised FROM task t
      WHERE t.tenant = $1 AND t.principal = $2 AND t.idempotency_key = $3
      UNION ALL
      SELECT t.*, k.fingerprint AS promised FROM task_key k JOIN task t ON t.task_no = k.task_no
      WHERE k.tenant = $1 AND k.principal = $2 AND k.idempotency_key = $3
      LIMIT 1
      """;

  /** Not where the session is a tombstone: of that nothing can be read any more. */
  static final String FIND =
      """
      SELECT * FROM task WHERE tenant = $1 AND principal = $2 AND task_id = $3
        AND NOT EXISTS (
          SELECT FROM session s WHERE s.session_no = task.session_no AND s.tombstoned_at IS NOT NULL)
      """;

  /**
   * The lock of a session's queue, and who runs it; for a cancellation, which acts under no lease.
   */
  static final String LOCK_QUEUE =
      """
      SELECT p.address FROM session_queue q LEFT JOIN pod p ON p.pod_no = q.lease_owner
      WHERE q.session_no = $1 FOR UPDATE OF q
      """;

  static final String LOCK_TASK = "SELECT * FROM task WHERE task_no = $1 FOR UPDATE";

  static final String NOTE_CANCEL =
      "UPDATE task SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE task_no ="
          + " $1 RETURNING *";

  // ---- execution: each statement names the lease token ----

  /** The fence: locks the queue row while the token holds; no row: the lease is lost. */
  static final String FENCE =
      "SELECT session_no FROM session_queue WHERE session_no = $1 AND lease_token = $2 FOR UPDATE";

  /**
   * Starts the session's first task that nothing holds back; no row: it has none. A task that runs
   * or waits for an answer keeps all others waiting; one that is held, delayed or waits for other
   * tasks lets them pass.
   */
  static final String BEGIN =
      """
      UPDATE task SET status = 'running', attempt = attempt + 1, pod = $2,
        started_at = coalesce(started_at, now())
      WHERE task_no = (
          SELECT t.task_no FROM task t
          WHERE t.session_no = $1 AND %s
            AND NOT EXISTS (
              SELECT FROM task busy
              WHERE busy.session_no = $1 AND busy.status IN ('running', 'waiting_input'))
          ORDER BY t.position, t.task_no LIMIT 1)
        AND (retry_at IS NULL OR retry_at <= now())
      RETURNING *, %s OR %s AS used_up, %s AS carried
      """
          .formatted(
              NextTask.MAY_BEGIN,
              UsageSql.SESSION_USED_UP,
              UsageSql.TASK_USED_UP,
              SummarySql.CARRIED);

  /**
   * The times of an attempt are those of the clock, not of the transaction: under a limit a
   * transaction waits for room that others give back, and its attempt begins after theirs ended.
   */
  static final String NOTE_ATTEMPT =
      """
      WITH begun AS (
        INSERT INTO attempt (task_no, lease_token, session_no, number, pod, from_seq, holds, started_at)
        VALUES ($1, $3, $4, $5, $6, $2, $7, clock_timestamp()))
      UPDATE task SET attempt_from_seq = $2, write_no = 0 WHERE task_no = $1
      """;

  /** The counters, and the number of the write; no row: this very write has been made before. */
  static final String NOTE_PROGRESS =
      """
      UPDATE task SET current_iteration = $2, total_iterations = $3, tokens_used = $4, total_tokens = $5,
        write_no = $6
      WHERE task_no = $1 AND write_no = $6 - 1 RETURNING task_no
      """;

  /** $11 and $12 are what its last attempt adds to its times. */
  static final String FINISH =
      """
      UPDATE task SET status = $2, termination_reason = $3, error = $4, result = $5,
        current_iteration = $6, total_iterations = $7, tokens_used = $8, total_tokens = $9,
        last_seq = $10, finished_at = now(), run_total_ms = run_total_ms + $11,
        input_total_ms = input_total_ms + $12, dead_letter = $13
      WHERE task_no = $1 AND status IN ('queued', 'running', 'waiting_input')
      RETURNING *
      """;

  /**
   * Back to the queue's head, for another attempt; $2 is the number of attempts that stay charged,
   * $3 and $4 are what the last one adds to its times.
   */
  static final String REQUEUE =
      """
      UPDATE task SET status = 'queued', attempt = $2, queue_deadline = NULL, current_iteration = 0, total_iterations = 0,
        tokens_used = 0, total_tokens = 0, run_total_ms = run_total_ms + $3,
        input_total_ms = input_total_ms + $4
      WHERE task_no = $1
      """;

  /** Nothing of the session begins before $2 milliseconds are over. */
  static final String DELAY_RETRY =
      "UPDATE task SET retry_at = now() + $2::bigint * interval '1 millisecond' WHERE task_no = $1";

  /** Gives a session back; $3 tasks of it are finished. No row: the lease is lost. */
  static final String RELEASE =
      """
      UPDATE session_queue q SET unfinished = unfinished - $3, lease_owner = NULL, lease_token = NULL,
        ready_at = CASE WHEN held THEN 'infinity'::timestamptz ELSE now() END,
        priority = CASE WHEN unfinished > $3 THEN %s ELSE priority END
      WHERE session_no = $1 AND lease_token = $2 RETURNING session_no
      """
          .formatted(NextTask.PRIORITY);

  /** Gives a session back in which nothing can begin before the first delay or pause is over. */
  static final String RELEASE_WAITING =
      """
      UPDATE session_queue q SET lease_owner = NULL, lease_token = NULL,
        ready_at = CASE WHEN q.held THEN 'infinity'::timestamptz
          ELSE coalesce((
            SELECT min(CASE WHEN t.not_before > now() THEN t.not_before
              WHEN t.retry_at > now() THEN t.retry_at END) FROM task t
            WHERE t.session_no = $1 AND %s), 'infinity') END,
        priority = %s
      WHERE q.session_no = $1 AND q.lease_token = $2 RETURNING q.session_no
      """
          .formatted(NextTask.FREE, NextTask.PRIORITY);

  /**
   * A queued task left the queue without having run; the session's lease, if any, stays. What the
   * task waited for, a pause or room, those behind it need not wait for.
   */
  static final String DEQUEUE =
      """
      UPDATE session_queue q SET unfinished = unfinished - 1, blocked_on = NULL,
        ready_at = CASE WHEN held THEN ready_at ELSE LEAST(ready_at, now()) END,
        priority = CASE WHEN unfinished > 1 THEN %s ELSE priority END
      WHERE session_no = $1
      """
          .formatted(NextTask.PRIORITY);

  /** The running task of a session whose lease is being taken away. */
  static final String RUNNING_OF_SESSION =
      "SELECT * FROM task WHERE session_no = $1 AND status IN ('running', 'waiting_input') FOR"
          + " UPDATE";

  static final String LEASES_OF_POD =
      "SELECT session_no, lease_token FROM session_queue WHERE lease_owner = $1";

  static final String CANCELS_OF_POD =
      """
      SELECT t.task_id FROM session_queue q
      JOIN task t ON t.session_no = q.session_no
        AND t.status IN ('running', 'waiting_input') AND t.cancel_requested_at IS NOT NULL
      WHERE q.lease_owner = $1
      """;

  static final String PAUSES_OF_POD =
      """
      SELECT t.task_id FROM session_queue q
      JOIN task t ON t.session_no = q.session_no AND t.status IN ('running', 'waiting_input') AND t.held
      WHERE q.lease_owner = $1
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          ENQUEUE,
          INSERT,
          FIND_IDEMPOTENT,
          FIND,
          LOCK_QUEUE,
          LOCK_TASK,
          NOTE_CANCEL,
          FENCE,
          BEGIN,
          NOTE_ATTEMPT,
          NOTE_PROGRESS,
          FINISH,
          REQUEUE,
          DELAY_RETRY,
          RELEASE,
          RELEASE_WAITING,
          DEQUEUE,
          RUNNING_OF_SESSION,
          LEASES_OF_POD,
          CANCELS_OF_POD,
          PAUSES_OF_POD);

  private TaskSql() {}
}
