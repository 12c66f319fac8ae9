-- Clients give one id to several requests: the newest of equal calls under an id is found without
-- reading all that ever came under it. Owned by tasks. Writers of task wait for the build, readers
-- do not: the former index, whose removal needs every lock, goes in a migration of its own.
CREATE INDEX task_call_again
  ON task (tenant, principal, call_request, call_fingerprint, task_no)
  WHERE call_request IS NOT NULL;
COMMENT ON COLUMN task.call_request IS 'the caller''s mark of the request, JSON; over WebSocket unfinished calls of a session differ in it';
