-- Tasks, their queue, and the pods that run them. Owned by tasks.

-- One row for each start of a process, and for each time a process was found lost and came back.
CREATE TABLE pod (
  pod_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL,
  address      text NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now(),
  gone_at      timestamptz
) WITH (fillfactor = 70);
CREATE INDEX pod_alive ON pod (pod_no) WHERE gone_at IS NULL;

CREATE TABLE task (
  task_no              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task_id              text NOT NULL UNIQUE,
  session_no           bigint NOT NULL REFERENCES session,
  session_id           text NOT NULL,
  tenant               text NOT NULL,
  principal            text NOT NULL,
  input                text NOT NULL,
  agent                text NOT NULL,
  agent_preset         text,
  tool_preset          text,
  idempotency_key      text,
  fingerprint          text,
  max_attempts         integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 100),
  status               text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'waiting_input', 'completed', 'failed', 'cancelled')),
  attempt              integer NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND max_attempts),
  pod                  text,
  current_iteration    bigint NOT NULL DEFAULT 0,
  total_iterations     bigint NOT NULL DEFAULT 0,
  tokens_used          bigint NOT NULL DEFAULT 0,
  total_tokens         bigint NOT NULL DEFAULT 0,
  created_at           timestamptz NOT NULL DEFAULT now(),
  started_at           timestamptz,
  finished_at          timestamptz,
  cancel_requested_at  timestamptz,
  termination_reason   text,
  error                text,
  result               text,
  last_seq             bigint NOT NULL DEFAULT 0,
  attempt_from_seq     bigint NOT NULL DEFAULT 0,
  write_no             bigint NOT NULL DEFAULT 0,
  CHECK ((idempotency_key IS NULL) = (fingerprint IS NULL)),
  CHECK ((status IN ('completed', 'failed', 'cancelled'))
         = (finished_at IS NOT NULL AND termination_reason IS NOT NULL AND last_seq > 0)),
  CHECK (status <> 'running' OR (attempt > 0 AND pod IS NOT NULL AND started_at IS NOT NULL))
) WITH (fillfactor = 80);
COMMENT ON COLUMN task.write_no IS 'counts the writes of an attempt, so that one whose outcome was unknown is not repeated';

-- The session of a task is settled before the task exists, and never changes.
CREATE FUNCTION refuse_new_session() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the session of a task never changes'; END $$;
CREATE TRIGGER task_session_is_settled BEFORE UPDATE OF session_no, session_id ON task
  FOR EACH ROW EXECUTE FUNCTION refuse_new_session();

CREATE UNIQUE INDEX task_idempotency ON task (tenant, principal, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX task_owner ON task (tenant, principal, task_no DESC);
CREATE INDEX task_session ON task (session_no, task_no DESC);
-- The queue of a session, head first.
CREATE INDEX task_unfinished ON task (session_no, task_no)
  WHERE status IN ('queued', 'running', 'waiting_input');

-- One narrow row for each session that ever had a task: what is claimed, and the fence of every write.
CREATE TABLE session_queue (
  session_no  bigint PRIMARY KEY REFERENCES session,
  unfinished  integer NOT NULL CHECK (unfinished >= 0),
  ready_at    timestamptz NOT NULL DEFAULT now(),
  lease_owner bigint REFERENCES pod,
  lease_token bigint,
  CHECK ((lease_owner IS NULL) = (lease_token IS NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);
CREATE INDEX session_queue_ready ON session_queue (ready_at) WHERE lease_token IS NULL AND unfinished > 0;
CREATE INDEX session_queue_leased ON session_queue (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE SEQUENCE lease_token;
