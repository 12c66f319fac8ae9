package dev.holdfast.tasks.store;

import java.util.List;

/**
 * The statements about what work used.
 *
 * <p>Totals are kept where every report is held against a limit (the session, the day), in the
 * transaction of the report; elsewhere they are sums over the attempts. Of attempts that are under
 * way the run time is not known yet and counts as 0.
 */
public final class UsageSql {
  /** A principal's row of the day is one of so many: sessions do not queue for the same one. */
  private static final int SLOTS = 32;

  /** Whether of the session's own budget nothing is left. */
  static final String SESSION_USED_UP =
      """
      coalesce((
        SELECT u.input_tokens + u.output_tokens + u.cache_read_tokens + u.cache_write_tokens
            >= u.budget_tokens
          OR u.cost_micros >= u.budget_cost OR u.turns >= u.budget_turns
          OR u.tool_calls >= u.budget_tool_calls
        FROM session_usage u WHERE u.session_no = $1), false)
      """;

  /** Whether the attempts so far have left nothing of the budget of the row of task. */
  static final String TASK_USED_UP =
      """
      coalesce((
        SELECT sum(a.input_tokens + a.output_tokens + a.cache_read_tokens + a.cache_write_tokens)
            >= task.budget_tokens
          OR sum(a.cost_micros) >= task.budget_cost OR sum(a.turns) >= task.budget_turns
          OR sum(a.tool_calls) >= task.budget_tool_calls
        FROM attempt a WHERE a.task_no = task.task_no), false)
      """;

  /**
   * What the attempt has used so far replaces what was booked before; the difference goes into the
   * totals of its session and of the day. The row: the session's totals and budget, and what the
   * task's other attempts used.
   */
  static final String BOOK =
      """
      WITH booked AS (
        UPDATE attempt a SET input_tokens = $3, output_tokens = $4, cache_read_tokens = $5,
          cache_write_tokens = $6, turns = $7, tool_calls = $8, cost_micros = $9
        FROM attempt was
        WHERE a.task_no = $1 AND a.lease_token = $2
          AND was.task_no = a.task_no AND was.lease_token = a.lease_token
        RETURNING a.session_no, a.input_tokens - was.input_tokens AS input_tokens,
          a.output_tokens - was.output_tokens AS output_tokens,
          a.cache_read_tokens - was.cache_read_tokens AS cache_read_tokens,
          a.cache_write_tokens - was.cache_write_tokens AS cache_write_tokens,
          a.turns - was.turns AS turns, a.tool_calls - was.tool_calls AS tool_calls,
          a.cost_micros - was.cost_micros AS cost_micros),
      day AS (
        INSERT INTO usage_day AS d (tenant, principal, day, agent, slot, input_tokens, output_tokens,
          cache_read_tokens, cache_write_tokens, turns, tool_calls, cost_micros)
        SELECT t.tenant, t.principal, (now() AT TIME ZONE 'UTC')::date, t.agent,
          t.session_no % %d, b.input_tokens, b.output_tokens, b.cache_read_tokens,
          b.cache_write_tokens, b.turns, b.tool_calls, b.cost_micros
        FROM booked b JOIN task t ON t.task_no = $1
        ON CONFLICT (tenant, principal, day, agent, slot) DO UPDATE SET
          input_tokens = d.input_tokens + EXCLUDED.input_tokens,
          output_tokens = d.output_tokens + EXCLUDED.output_tokens,
          cache_read_tokens = d.cache_read_tokens + EXCLUDED.cache_read_tokens,
          cache_write_tokens = d.cache_write_tokens + EXCLUDED.cache_write_tokens,
          turns = d.turns + EXCLUDED.turns, tool_calls = d.tool_calls + EXCLUDED.tool_calls,
          cost_micros = d.cost_micros + EXCLUDED.cost_micros),
      total AS (
        INSERT INTO session_usage AS u (session_no, input_tokens, output_tokens, cache_read_tokens,
          cache_write_tokens, turns, tool_calls, cost_micros)
        SELECT * FROM booked
        ON CONFLICT (session_no) DO UPDATE SET
          input_tokens = u.input_tokens + EXCLUDED.input_tokens,
          output_tokens = u.output_tokens + EXCLUDED.output_tokens,
          cache_read_tokens = u.cache_read_tokens + EXCLUDED.cache_read_tokens,
          cache_write_tokens = u.cache_write_tokens + EXCLUDED.cache_write_tokens,
          turns = u.turns + EXCLUDED.turns, tool_calls = u.tool_calls + EXCLUDED.tool_calls,
          cost_micros = u.cost_micros + EXCLUDED.cost_micros
        RETURNING *)
      SELECT total.*, before.* FROM total, (
        SELECT coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0)::bigint
            AS before_tokens,
          coalesce(sum(cost_micros), 0)::bigint AS before_cost,
          coalesce(sum(turns), 0)::bigint AS before_turns,
          coalesce(sum(tool_calls), 0)::bigint AS before_tool_calls
        FROM attempt WHERE task_no = $1 AND lease_token <> $2) before
      """
          .replace("%d", Integer.toString(SLOTS));

  /** What the principal has used today. */
  static final String TODAY =
      """
      SELECT coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0)::bigint
          AS tokens,
        coalesce(sum(cost_micros), 0)::bigint AS cost_micros
      FROM usage_day
      WHERE tenant = $1 AND principal = $2 AND day = (now() AT TIME ZONE 'UTC')::date
      """;

  /**
   * Closes the attempt that is open, if any, with its outcome $2. The row: what that adds to the
   * times of its task, which are not written here, the times as they are then, and the limits that
   * counted it.
   */
  static final String CLOSE =
      """
      WITH open AS (
        SELECT a.task_no, a.lease_token, extract(epoch FROM clock_timestamp() - a.started_at) * 1000 AS wall_ms, (
          SELECT coalesce(sum(extract(epoch FROM coalesce(i.answered_at, now()) - i.asked_at)), 0) * 1000
          FROM task_input i
          WHERE i.task_no = a.task_no AND i.lease_token = a.lease_token) AS input_ms
        FROM attempt a WHERE a.task_no = $1 AND a.ended_at IS NULL),
      closed AS (
        UPDATE attempt a SET ended_at = clock_timestamp(), outcome = $2,
          run_ms = greatest(o.wall_ms - o.input_ms, 0)::bigint,
          input_ms = greatest(o.input_ms, 0)::bigint
        FROM open o WHERE a.task_no = o.task_no AND a.lease_token = o.lease_token
        RETURNING a.task_no, a.run_ms, a.input_ms, a.holds)
      SELECT coalesce(c.run_ms, 0) AS run_ms, coalesce(c.input_ms, 0) AS input_ms,
        t.run_total_ms + coalesce(c.run_ms, 0) AS run_total_ms,
        t.input_total_ms + coalesce(c.input_ms, 0) AS input_total_ms,
        t.created_at, t.started_at, t.correlation_id, c.task_no IS NOT NULL AS was_open, c.holds
      FROM task t LEFT JOIN closed c ON c.task_no = t.task_no WHERE t.task_no = $1
      """;

  /** An attempt has ended, and $2 tasks with it; it ran $3 milliseconds. */
  static final String COUNT =
      """
      INSERT INTO usage_day AS d (tenant, principal, day, agent, slot, tasks, attempts, run_ms)
      SELECT tenant, principal, (now() AT TIME ZONE 'UTC')::date, agent, session_no % %d, $2::bigint, 1,
        $3::bigint
      FROM task WHERE task_no = $1
      ON CONFLICT (tenant, principal, day, agent, slot) DO UPDATE SET
        tasks = d.tasks + EXCLUDED.tasks, attempts = d.attempts + 1,
        run_ms = d.run_ms + EXCLUDED.run_ms
      """
          .replace("%d", Integer.toString(SLOTS));

  /** The task goes on with more turns for each attempt, this once. */
  static final String RAISE_TURNS =
      "UPDATE task SET turns_max = $2, turns_raised = true WHERE task_no = $1";

  /**
   * How full it is, and with $6 that another session is to go on, which is noted once. The row: how
   * many thresholds were reached before, what was done, and whether another attempt of task $7 than
   * that under lease $8 asked for the last summary.
   */
  static final String NOTE_CONTEXT =
      """
      WITH was AS (
        SELECT context_level, context_stage, roll_wanted_at,
          summary_cause = $7 AND summary_token <> $8 AS asked_before
        FROM session_usage WHERE session_no = $1)
      INSERT INTO session_usage AS u (session_no, context_used, context_size, context_level, context_stage,
        roll_wanted_at)
      VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END)
      ON CONFLICT (session_no) DO UPDATE SET context_used = EXCLUDED.context_used,
        context_size = EXCLUDED.context_size, context_level = EXCLUDED.context_level,
        context_stage = EXCLUDED.context_stage,
        roll_wanted_at = coalesce(u.roll_wanted_at, EXCLUDED.roll_wanted_at)
      RETURNING coalesce((SELECT context_level FROM was), 0)::integer AS before,
        coalesce((SELECT context_stage FROM was), 0)::integer AS stage_before,
        (SELECT roll_wanted_at FROM was) IS NOT NULL AS roll_wanted_before,
        coalesce((SELECT asked_before FROM was), false) AS asked_before
      """;

  // ---- what owners ask ----

  static final String ATTEMPTS =
      """
      SELECT number, pod, started_at, ended_at, outcome, input_tokens, output_tokens,
        cache_read_tokens, cache_write_tokens, turns, tool_calls, cost_micros, run_ms, input_ms
      FROM attempt WHERE task_no = $1 ORDER BY lease_token DESC LIMIT $2
      """;

  static final String OF_TASK =
      """
      SELECT 1::bigint AS tasks, count(*) AS attempts, coalesce(sum(run_ms), 0)::bigint AS run_ms,
        coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
        coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
        coalesce(sum(cache_read_tokens), 0)::bigint AS cache_read_tokens,
        coalesce(sum(cache_write_tokens), 0)::bigint AS cache_write_tokens,
        coalesce(sum(turns), 0)::bigint AS turns, coalesce(sum(tool_calls), 0)::bigint AS tool_calls,
        coalesce(sum(cost_micros), 0)::bigint AS cost_micros
      FROM attempt WHERE task_no = $1
      """;

  /** No row: this owner has no such session, or it is a tombstone. */
  static final String OF_SESSION =
      """
      SELECT a.tasks, a.attempts, a.run_ms, coalesce(u.input_tokens, 0) AS input_tokens,
        coalesce(u.output_tokens, 0) AS output_tokens,
        coalesce(u.cache_read_tokens, 0) AS cache_read_tokens,
        coalesce(u.cache_write_tokens, 0) AS cache_write_tokens,
        coalesce(u.turns, 0) AS turns, coalesce(u.tool_calls, 0) AS tool_calls,
        coalesce(u.cost_micros, 0) AS cost_micros, u.budget_tokens, u.budget_cost, u.budget_turns,
        u.budget_tool_calls, u.context_used, u.context_size
      FROM session s LEFT JOIN session_usage u ON u.session_no = s.session_no, (
        SELECT count(DISTINCT task_no) AS tasks, count(*) AS attempts,
          coalesce(sum(run_ms), 0)::bigint AS run_ms
        FROM attempt WHERE session_no = $1) a
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3 AND s.tombstoned_at IS NULL
      """;

  /** No row: this owner has no such live session. */
  static final String SET_BUDGET =
      """
      WITH live AS (
        SELECT session_no FROM session
        WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NULL FOR SHARE)
      INSERT INTO session_usage AS u (session_no, budget_tokens, budget_cost, budget_turns, budget_tool_calls)
      SELECT session_no, $4::bigint, $5::bigint, $6::bigint, $7::bigint FROM live
      ON CONFLICT (session_no) DO UPDATE SET budget_tokens = EXCLUDED.budget_tokens,
        budget_cost = EXCLUDED.budget_cost, budget_turns = EXCLUDED.budget_turns,
        budget_tool_calls = EXCLUDED.budget_tool_calls
      RETURNING session_no
      """;

  /** Days by agent, newest first. */
  static final String OF_PRINCIPAL =
      """
      SELECT day, agent, sum(tasks)::bigint AS tasks, sum(attempts)::bigint AS attempts,
        sum(run_ms)::bigint AS run_ms, sum(input_tokens)::bigint AS input_tokens,
        sum(output_tokens)::bigint AS output_tokens,
        sum(cache_read_tokens)::bigint AS cache_read_tokens,
        sum(cache_write_tokens)::bigint AS cache_write_tokens, sum(turns)::bigint AS turns,
        sum(tool_calls)::bigint AS tool_calls, sum(cost_micros)::bigint AS cost_micros
      FROM usage_day
      WHERE tenant = $1 AND principal = $2 AND day BETWEEN $3 AND $4
      GROUP BY day, agent ORDER BY day DESC, agent
      """;

  /** The same of all principals of the tenant together; for its administrator. */
  static final String OF_TENANT =
      """
      SELECT day, agent, sum(tasks)::bigint AS tasks, sum(attempts)::bigint AS attempts,
        sum(run_ms)::bigint AS run_ms, sum(input_tokens)::bigint AS input_tokens,
        sum(output_tokens)::bigint AS output_tokens,
        sum(cache_read_tokens)::bigint AS cache_read_tokens,
        sum(cache_write_tokens)::bigint AS cache_write_tokens, sum(turns)::bigint AS turns,
        sum(tool_calls)::bigint AS tool_calls, sum(cost_micros)::bigint AS cost_micros
      FROM usage_day
      WHERE tenant = $1 AND day BETWEEN $2 AND $3
      GROUP BY day, agent ORDER BY day DESC, agent
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          BOOK,
          TODAY,
          CLOSE,
          COUNT,
          RAISE_TURNS,
          NOTE_CONTEXT,
          ATTEMPTS,
          OF_TASK,
          OF_SESSION,
          SET_BUDGET,
          OF_PRINCIPAL,
          OF_TENANT);

  private UsageSql() {}
}
