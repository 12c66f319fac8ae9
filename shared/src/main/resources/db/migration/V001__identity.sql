-- Who speaks, which session is meant, and what it works on. Owned by the registry.

CREATE TABLE credential (
  credential_hash text PRIMARY KEY CHECK (credential_hash ~ '^[0-9a-f]{64}$'),
  tenant          text NOT NULL CHECK (length(tenant) BETWEEN 1 AND 200),
  principal       text NOT NULL CHECK (length(principal) BETWEEN 1 AND 200),
  label           text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  revoked_at      timestamptz
);
COMMENT ON COLUMN credential.credential_hash IS 'SHA-256 of a credential of at least 128 random bits, hexadecimal';

CREATE TABLE session (
  session_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant     text NOT NULL,
  principal  text NOT NULL,
  session_id text NOT NULL CHECK (session_id ~ '^[A-Za-z0-9_-]{3,64}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  UNIQUE (tenant, principal, session_id)
);

-- Written once: the session of a live binding never changes.
CREATE TABLE binding (
  binding_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant       text NOT NULL,
  principal    text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('websocket', 'http', 'stable')),
  transport_id text NOT NULL CHECK (length(transport_id) BETWEEN 1 AND 200),
  session_no   bigint NOT NULL REFERENCES session,
  source       text NOT NULL CHECK (source IN ('client', 'transport', 'stable', 'minted')),
  pod          text NOT NULL,
  bound_at     timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz
);
CREATE UNIQUE INDEX binding_live ON binding (tenant, principal, kind, transport_id) WHERE ended_at IS NULL;
CREATE INDEX binding_session ON binding (session_no);

CREATE TABLE session_project (
  session_no bigint PRIMARY KEY REFERENCES session,
  project    text NOT NULL CHECK (length(project) BETWEEN 1 AND 200),
  version    bigint NOT NULL CHECK (version >= 1),
  bound_at   timestamptz NOT NULL DEFAULT now()
);
