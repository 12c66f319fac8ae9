-- The order of a session's queue and what holds a task back. Owned by tasks.

CREATE SEQUENCE task_position;
ALTER TABLE task
  ADD COLUMN position bigint,
  ADD COLUMN held boolean NOT NULL DEFAULT false,
  ADD COLUMN not_before timestamptz,
  ADD COLUMN rolls_back boolean NOT NULL DEFAULT false;
UPDATE task SET position = task_no;
SELECT setval('task_position', coalesce((SELECT max(task_no) FROM task), 0) + 1, false);
ALTER TABLE task
  ALTER COLUMN position SET DEFAULT nextval('task_position'),
  ALTER COLUMN position SET NOT NULL;
COMMENT ON COLUMN task.position IS 'its place in the session''s queue; smaller comes first';
COMMENT ON COLUMN task.rolls_back IS 'its cancellation says that none of its events count';

-- The queue of a session, head first.
CREATE INDEX task_queue ON task (session_no, position, task_no)
  WHERE status IN ('queued', 'running', 'waiting_input');
DROP INDEX task_unfinished;

ALTER TABLE session_queue ADD COLUMN held boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN session_queue.ready_at IS
  'from when there is something to start; infinity while the queue is held or all of it is held back';

GRANT USAGE ON SEQUENCE task_position TO holdfast_client;
GRANT UPDATE (position, held, not_before, rolls_back) ON task TO holdfast_client;
GRANT UPDATE (held) ON session_queue TO holdfast_client;
