-- Questions of agents and what was answered, and how long a task may take. Owned by tasks.

CREATE TABLE task_input (
  input_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  input_id    text NOT NULL UNIQUE,
  task_no     bigint NOT NULL REFERENCES task ON DELETE CASCADE,
  tenant      text NOT NULL,
  principal   text NOT NULL,
  lease_token bigint NOT NULL,
  prompt      text NOT NULL,
  options     text NOT NULL,
  detail      text,
  asked_at    timestamptz NOT NULL DEFAULT now(),
  option_id   text,
  answer      text,
  answered_at timestamptz,
  CHECK ((answered_at IS NULL) = (option_id IS NULL AND answer IS NULL))
);
COMMENT ON COLUMN task_input.lease_token IS
  'under which lease it was asked: it is open while the session is leased so and the task waits';
CREATE INDEX task_input_of_task ON task_input (task_no, input_no DESC);

ALTER TABLE task
  ADD COLUMN queue_deadline timestamptz,
  ADD COLUMN run_ms   integer,
  ADD COLUMN stall_ms integer;
CREATE INDEX task_queue_deadline ON task (queue_deadline)
  WHERE status = 'queued' AND queue_deadline IS NOT NULL;

SELECT wall_by_owner('task_input');
GRANT SELECT, UPDATE (option_id, answer, answered_at) ON task_input TO holdfast_client;
