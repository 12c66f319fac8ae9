-- What tells an unfinished call of a tool from the others of its session. Owned by tasks.

ALTER TABLE task
  ADD COLUMN call_request text,
  ADD COLUMN call_fingerprint text,
  ADD CHECK (call_request IS NULL OR call_fingerprint IS NOT NULL);
COMMENT ON COLUMN task.call_request IS 'the caller''s mark of the request, JSON; unfinished calls of a session differ in it';
COMMENT ON COLUMN task.call_fingerprint IS 'of the tool and its arguments; null for a task that is no call';
