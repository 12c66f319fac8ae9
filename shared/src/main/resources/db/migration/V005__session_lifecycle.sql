-- How sessions end, are forgotten and are accounted for. Owned by the registry.

ALTER TABLE session
  ADD COLUMN end_status     text CHECK (end_status IN ('completed', 'refreshed', 'abandoned', 'expired')),
  ADD COLUMN end_reason     text CHECK (length(end_reason) BETWEEN 1 AND 500),
  ADD COLUMN last_active_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN uncached_at    timestamptz,
  ADD COLUMN tombstoned_at  timestamptz,
  ADD CHECK (ended_at IS NOT NULL
    OR (end_status IS NULL AND end_reason IS NULL AND uncached_at IS NULL AND tombstoned_at IS NULL));
COMMENT ON COLUMN session.last_active_at IS 'noted at most once a minute';
COMMENT ON COLUMN session.uncached_at IS 'when the shared cache was seen to have forgotten the ended session';

CREATE INDEX session_owner ON session (tenant, principal, session_no DESC);
CREATE INDEX session_idle ON session (last_active_at) WHERE ended_at IS NULL;
CREATE INDEX session_age ON session (created_at) WHERE ended_at IS NULL;
CREATE INDEX session_cached ON session (session_no) WHERE ended_at IS NOT NULL AND uncached_at IS NULL;
CREATE INDEX session_over ON session (ended_at) WHERE ended_at IS NOT NULL AND tombstoned_at IS NULL;
CREATE INDEX session_tombstone ON session (tombstoned_at) WHERE tombstoned_at IS NOT NULL;

-- The newest failure of a session; read by tasks.
CREATE INDEX task_failed ON task (session_no, task_no DESC) WHERE status = 'failed';

-- What was done to a session and by whom. Names no row of another table: it outlives them.
CREATE TABLE audit (
  audit_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_no bigint,
  tenant     text NOT NULL,
  principal  text NOT NULL,
  session_id text NOT NULL,
  act        text NOT NULL CHECK (act IN ('session_started', 'session_ended', 'project_set',
               'project_switched', 'project_conflict', 'access_refused')),
  detail     text,
  at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_session ON audit (session_no, audit_no DESC);

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append only'; END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
