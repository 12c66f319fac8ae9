-- Of which trace a task is a part, so that the pod that runs it goes on with it. Owned by tasks.

ALTER TABLE task ADD COLUMN traceparent text CHECK (length(traceparent) = 55);
COMMENT ON COLUMN task.traceparent IS
  'W3C Trace Context, version 00, of its acceptance; null where neither client nor pod traces';
