package dev.holdfast.tasks.store;

import java.util.List;

/** Statements about tasks that failed in a way that may pass. Lock order as in {@link TaskSql}. */
public final class DeadLetterSql {
  /**
   * The task that takes a dead letter up again, before all that wait; its times begin anew. No row:
   * there is one already, or another summary of the session is under way.
   */
  static final String INSERT =
      """
      INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent, agent_preset,
        tool_preset, max_attempts, queue_deadline, run_ms, stall_ms, priority, retry_ms, retry_ms_max,
        task_type, budget_tokens, budget_cost, budget_turns, budget_tool_calls, turns_max, turns_raised,
        accepts_partial,
        correlation_id, requeued_from, position, purpose)
      SELECT $2, t.session_no, t.session_id, t.tenant, t.principal, t.input, t.agent, t.agent_preset,
        t.tool_preset, t.max_attempts, now() + $3::integer * interval '1 millisecond', t.run_ms,
        t.stall_ms, t.priority, t.retry_ms, t.retry_ms_max,
        t.task_type, t.budget_tokens, t.budget_cost, t.budget_turns, t.budget_tool_calls, t.turns_max,
        t.turns_raised, t.accepts_partial, t.correlation_id, t.task_id,
        coalesce((
          SELECT min(w.position) - 1 FROM task w
          WHERE w.session_no = t.session_no AND w.status IN ('queued', 'running', 'waiting_input')),
          nextval('task_position')), t.purpose
      FROM task t WHERE t.task_no = $1
      ON CONFLICT DO NOTHING
      RETURNING *
      """;

  static final String TAKEN_UP =
      "SELECT * FROM task WHERE tenant = $1 AND principal = $2 AND requeued_from = $3";

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(INSERT, TAKEN_UP);

  private DeadLetterSql() {}
}
