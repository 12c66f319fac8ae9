-- Every attempt of a task and what it used. Owned by tasks.

CREATE TABLE attempt (
  task_no            bigint NOT NULL REFERENCES task ON DELETE CASCADE,
  lease_token        bigint NOT NULL,
  session_no         bigint NOT NULL REFERENCES session,
  number             integer NOT NULL CHECK (number >= 1),
  pod                text NOT NULL,
  from_seq           bigint NOT NULL,
  started_at         timestamptz NOT NULL DEFAULT now(),
  ended_at           timestamptz,
  outcome            text,
  input_tokens       bigint NOT NULL DEFAULT 0,
  output_tokens      bigint NOT NULL DEFAULT 0,
  cache_read_tokens  bigint NOT NULL DEFAULT 0,
  cache_write_tokens bigint NOT NULL DEFAULT 0,
  turns              bigint NOT NULL DEFAULT 0,
  tool_calls         bigint NOT NULL DEFAULT 0,
  cost_micros        bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (task_no, lease_token),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) WITH (fillfactor = 80);
COMMENT ON COLUMN attempt.outcome IS
  'the termination reason of the task it ended, or why it no longer counts';
CREATE INDEX attempt_session ON attempt (session_no);

SELECT wall_by_session('attempt');
GRANT SELECT, UPDATE (ended_at, outcome) ON attempt TO holdfast_client;
