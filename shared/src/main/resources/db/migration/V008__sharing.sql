-- Sessions that are forked and shared, and bindings that can be looked at and moved. Owned by the registry.

ALTER TABLE session
  ADD COLUMN forked_from_id  text CHECK (forked_from_id ~ '^[A-Za-z0-9_-]{3,64}$'),
  ADD COLUMN forked_from_seq bigint CHECK (forked_from_seq >= 0),
  ADD CHECK ((forked_from_id IS NULL) = (forked_from_seq IS NULL));
COMMENT ON COLUMN session.forked_from_id IS 'the id, not the number: a fork outlives its parent';

-- Tokens with which one session can be looked at.
CREATE TABLE session_share (
  share_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  share_id   text NOT NULL UNIQUE CHECK (share_id ~ '^shr_[A-Za-z0-9_-]{27,64}$'),
  token_hash text NOT NULL UNIQUE CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  tenant     text NOT NULL,
  principal  text NOT NULL,
  session_no bigint NOT NULL REFERENCES session,
  label      text NOT NULL CHECK (length(label) <= 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
COMMENT ON COLUMN session_share.token_hash IS 'SHA-256 of 256 random bits, hexadecimal';
CREATE INDEX session_share_session ON session_share (session_no, share_no DESC);

-- A binding says why it ended; one that was moved away is noted when the shared cache is seen to
-- have forgotten it.
ALTER TABLE binding
  ADD COLUMN end_cause   text CHECK (end_cause IN ('session_ended', 'rebound')),
  ADD COLUMN uncached_at timestamptz,
  ADD CHECK (ended_at IS NOT NULL OR (end_cause IS NULL AND uncached_at IS NULL));
CREATE INDEX binding_moved ON binding (binding_no) WHERE end_cause = 'rebound' AND uncached_at IS NULL;

-- The acts are a closed list in the code; here only their form, so that a new one needs no rewriting.
ALTER TABLE audit DROP CONSTRAINT audit_act_check,
  ADD CONSTRAINT audit_act_check CHECK (act ~ '^[a-z]+(_[a-z]+)*$' AND length(act) <= 64);
