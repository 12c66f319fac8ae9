-- What work used, what it may use, and where its time went. Owned by tasks.

ALTER TABLE task
  ADD COLUMN task_type         text,
  ADD COLUMN budget_tokens     bigint,
  ADD COLUMN budget_cost       bigint,
  ADD COLUMN budget_turns      bigint,
  ADD COLUMN budget_tool_calls bigint,
  ADD COLUMN turns_max         bigint,
  ADD COLUMN turns_raised      boolean NOT NULL DEFAULT false,
  ADD COLUMN accepts_partial   boolean NOT NULL DEFAULT false,
  ADD COLUMN correlation_id    text,
  ADD COLUMN run_total_ms      bigint NOT NULL DEFAULT 0,
  ADD COLUMN input_total_ms    bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN task.turns_max IS 'the most turns of one attempt; raised once';
COMMENT ON COLUMN task.run_total_ms IS 'of its attempts that ended, without waiting for answers';
COMMENT ON COLUMN task.input_total_ms IS 'in which its attempts that ended waited for answers';

ALTER TABLE attempt
  ADD COLUMN run_ms   bigint NOT NULL DEFAULT 0,
  ADD COLUMN input_ms bigint NOT NULL DEFAULT 0;
UPDATE attempt SET run_ms = greatest(0, extract(epoch FROM ended_at - started_at) * 1000)::bigint
WHERE ended_at IS NOT NULL;

-- What a session has used, beside what it may use: every report is held against it.
CREATE TABLE session_usage (
  session_no         bigint PRIMARY KEY REFERENCES session ON DELETE CASCADE,
  input_tokens       bigint NOT NULL DEFAULT 0,
  output_tokens      bigint NOT NULL DEFAULT 0,
  cache_read_tokens  bigint NOT NULL DEFAULT 0,
  cache_write_tokens bigint NOT NULL DEFAULT 0,
  turns              bigint NOT NULL DEFAULT 0,
  tool_calls         bigint NOT NULL DEFAULT 0,
  cost_micros        bigint NOT NULL DEFAULT 0,
  budget_tokens      bigint,
  budget_cost        bigint,
  budget_turns       bigint,
  budget_tool_calls  bigint
) WITH (fillfactor = 70);
INSERT INTO session_usage (session_no, input_tokens, output_tokens, cache_read_tokens,
  cache_write_tokens, turns, tool_calls, cost_micros)
SELECT session_no, sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
  sum(cache_write_tokens), sum(turns), sum(tool_calls), sum(cost_micros)
FROM attempt GROUP BY session_no;

-- Outlives the sessions. A principal that works in many sessions at once would queue for one row,
-- therefore a day has several, by the session's number.
CREATE TABLE usage_day (
  tenant             text NOT NULL,
  principal          text NOT NULL,
  day                date NOT NULL,
  agent              text NOT NULL,
  slot               smallint NOT NULL,
  tasks              bigint NOT NULL DEFAULT 0,
  attempts           bigint NOT NULL DEFAULT 0,
  run_ms             bigint NOT NULL DEFAULT 0,
  input_tokens       bigint NOT NULL DEFAULT 0,
  output_tokens      bigint NOT NULL DEFAULT 0,
  cache_read_tokens  bigint NOT NULL DEFAULT 0,
  cache_write_tokens bigint NOT NULL DEFAULT 0,
  turns              bigint NOT NULL DEFAULT 0,
  tool_calls         bigint NOT NULL DEFAULT 0,
  cost_micros        bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, principal, day, agent, slot)
) WITH (fillfactor = 70);
COMMENT ON COLUMN usage_day.day IS 'UTC: usage when it was booked, the rest when the attempt ended';
INSERT INTO usage_day
SELECT t.tenant, t.principal, (coalesce(a.ended_at, a.started_at) AT TIME ZONE 'UTC')::date, t.agent, 0,
  count(*) FILTER (WHERE a.outcome = t.termination_reason AND a.ended_at = t.finished_at),
  count(a.ended_at), sum(a.run_ms), sum(a.input_tokens), sum(a.output_tokens),
  sum(a.cache_read_tokens), sum(a.cache_write_tokens), sum(a.turns), sum(a.tool_calls),
  sum(a.cost_micros)
FROM attempt a JOIN task t ON t.task_no = a.task_no
GROUP BY 1, 2, 3, 4;

SELECT wall_by_session('session_usage'), wall_by_owner('usage_day');
GRANT SELECT, INSERT (session_no, budget_tokens, budget_cost, budget_turns, budget_tool_calls),
  UPDATE (budget_tokens, budget_cost, budget_turns, budget_tool_calls)
  ON session_usage TO holdfast_client;
GRANT SELECT ON usage_day TO holdfast_client;
GRANT UPDATE (run_total_ms, input_total_ms) ON task TO holdfast_client;
