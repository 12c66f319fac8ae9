-- Who drives a session: a lease with an epoch that only grows. Written by the registry, read by
-- whoever commits a command. In the session's own row, because that is the row that commands lock.

ALTER TABLE session
  ADD COLUMN control_epoch  bigint NOT NULL DEFAULT 0,
  ADD COLUMN control_hash   text,
  ADD COLUMN control_holder text,
  ADD COLUMN control_label  text,
  ADD COLUMN control_until  timestamptz;
-- Not valid yet, so that no row is read while the table is locked; the next migration reads them.
ALTER TABLE session
  ADD CONSTRAINT session_control_values CHECK (control_epoch >= 0
    AND length(control_hash) = 64
    AND length(control_holder) BETWEEN 1 AND 64
    AND length(control_label) BETWEEN 1 AND 200) NOT VALID,
  ADD CONSTRAINT session_control_whole CHECK ((control_hash IS NULL) = (control_holder IS NULL)
    AND (control_hash IS NULL) = (control_until IS NULL)
    AND (control_hash IS NOT NULL OR control_label IS NULL)
    AND (control_hash IS NULL OR control_epoch > 0)) NOT VALID;
COMMENT ON COLUMN session.control_epoch IS 'how often somebody took control';
COMMENT ON COLUMN session.control_hash IS 'SHA-256 of the token of who took it last; null once it was released';
COMMENT ON COLUMN session.control_until IS 'when it lapses if it is not renewed';

GRANT UPDATE (control_epoch, control_hash, control_holder, control_label, control_until)
  ON session TO holdfast_client;
