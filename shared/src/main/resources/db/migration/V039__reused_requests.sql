-- Clients give one id to several requests: the newest of equal calls under an id is found without
-- reading all that ever came under it. Owned by tasks.

-- The former index is the beginning of the new one. It goes first: who asks for the stronger of two
-- locks later may wait for somebody who waits for the weaker one.
DROP INDEX task_call_request;
CREATE INDEX task_call_request
  ON task (tenant, principal, call_request, call_fingerprint, task_no)
  WHERE call_request IS NOT NULL;
COMMENT ON COLUMN task.call_request IS 'the caller''s mark of the request, JSON; over WebSocket unfinished calls of a session differ in it';
