-- What follows when the context of a session's agents is nearly full: a summary, and a session that
-- goes on. Owned by tasks; the links between sessions by the registry.

ALTER TABLE task ADD COLUMN purpose text CHECK (purpose IN ('summary'));
COMMENT ON COLUMN task.purpose IS 'what the service itself wants of it; null for what a client submitted';
-- However many thresholds are reached meanwhile, one summary is under way.
CREATE UNIQUE INDEX task_summary ON task (session_no)
  WHERE purpose = 'summary' AND status IN ('queued', 'running', 'waiting_input');

ALTER TABLE session_usage
  ADD COLUMN context_stage  smallint NOT NULL DEFAULT 0 CHECK (context_stage BETWEEN 0 AND 2),
  ADD COLUMN summary_seq    bigint,
  ADD COLUMN summary_cause  bigint,
  ADD COLUMN summary_token  bigint,
  ADD COLUMN roll_wanted_at timestamptz,
  ADD COLUMN rolled_at      timestamptz,
  ADD CHECK (rolled_at IS NULL OR roll_wanted_at IS NOT NULL);
COMMENT ON COLUMN session_usage.context_stage IS
  'of the last report: 1 where a summary is due, 2 where another session is to go on; each is wanted once on the way up';
COMMENT ON COLUMN session_usage.summary_seq IS 'the event that has the newest summary of this session';
COMMENT ON COLUMN session_usage.summary_cause IS
  'the task whose report asked for the newest one, under the lease summary_token; another attempt of it asks for none';
COMMENT ON COLUMN session_usage.roll_wanted_at IS 'set once, in the transaction of the report that passed the threshold';
CREATE INDEX session_usage_rolling ON session_usage (session_no)
  WHERE roll_wanted_at IS NOT NULL AND rolled_at IS NULL;

-- The ids, not the numbers: each outlives the other.
ALTER TABLE session
  ADD COLUMN continues_id    text CHECK (continues_id ~ '^[A-Za-z0-9_-]{3,64}$'),
  ADD COLUMN continued_by_id text CHECK (continued_by_id ~ '^[A-Za-z0-9_-]{3,64}$');
COMMENT ON COLUMN session.continued_by_id IS 'written once';
GRANT INSERT (continues_id), UPDATE (continued_by_id) ON session TO holdfast_client;
