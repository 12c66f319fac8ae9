-- How full the context of the agents of a session is. Owned by tasks.

ALTER TABLE session_usage
  ADD COLUMN context_used  bigint,
  ADD COLUMN context_size  bigint CHECK (context_size > 0),
  ADD COLUMN context_level smallint NOT NULL DEFAULT 0,
  ADD CHECK ((context_used IS NULL) = (context_size IS NULL));
COMMENT ON COLUMN session_usage.context_level IS
  'how many of the configured thresholds were reached at the last report; each is told once on the way up';
