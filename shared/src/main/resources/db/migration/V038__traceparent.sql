-- Of which trace a task is a part, so that the pod that runs it goes on with it. Owned by tasks.

ALTER TABLE task ADD COLUMN traceparent text;
-- Not of the rows that are there: to look at them would keep everybody from the table so long.
ALTER TABLE task ADD CONSTRAINT task_traceparent_check CHECK (length(traceparent) = 55) NOT VALID;
COMMENT ON COLUMN task.traceparent IS
  'W3C Trace Context, version 00, of its acceptance; null where neither client nor pod traces';
