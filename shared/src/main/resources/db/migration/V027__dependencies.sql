-- Tasks that wait for others to be completed. Owned by tasks.

ALTER TABLE task
  ADD COLUMN depends_on text[],
  ADD COLUMN waiting_for text[],
  ADD COLUMN on_dependency_failure text CHECK (on_dependency_failure IN ('fail', 'run')),
  ADD COLUMN dependency_depth integer NOT NULL DEFAULT 0 CHECK (dependency_depth >= 0),
  ADD COLUMN queue_ms integer CHECK (queue_ms > 0),
  ADD CHECK ((depends_on IS NULL) = (on_dependency_failure IS NULL)),
  ADD CHECK (waiting_for IS NULL OR depends_on IS NOT NULL AND cardinality(waiting_for) > 0),
  ADD CHECK (waiting_for IS NULL OR status IN ('queued', 'failed', 'cancelled'));
COMMENT ON COLUMN task.waiting_for IS 'the ids of those of depends_on that had not ended when it was last looked at; null for none';
COMMENT ON COLUMN task.dependency_depth IS 'how long the longest chain of unfinished tasks was that it waited for at first';
COMMENT ON COLUMN task.queue_ms IS 'milliseconds in which it must begin once it waits for nothing; null where it never waited';

-- What each task waits for; a row goes once it was looked at after that task's end. The other task is
-- no foreign key: it may be deleted with its session.
CREATE TABLE task_wait (
  task_no   bigint NOT NULL REFERENCES task ON DELETE CASCADE,
  on_no     bigint NOT NULL,
  on_id     text NOT NULL,
  tenant    text NOT NULL,
  principal text NOT NULL,
  PRIMARY KEY (task_no, on_no)
) WITH (autovacuum_vacuum_scale_factor = 0.01);
CREATE INDEX task_wait_on ON task_wait (on_no);

SELECT wall_by_owner('task_wait');
GRANT SELECT, INSERT ON task_wait TO holdfast_client;
GRANT UPDATE (depends_on, waiting_for, on_dependency_failure, dependency_depth, queue_ms, queue_deadline)
  ON task TO holdfast_client;
