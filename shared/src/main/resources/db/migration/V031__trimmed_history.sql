-- Up to which number a session's events were trimmed: at or below it only some are left, see
-- EventType.outlives. What was copied of another session has its holes, too.
ALTER TABLE session_log ADD COLUMN trimmed_to bigint NOT NULL DEFAULT 0
  CHECK (trimmed_to BETWEEN 0 AND last_seq);

GRANT UPDATE (trimmed_to) ON session_log TO holdfast_client;
