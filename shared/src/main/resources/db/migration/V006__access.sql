-- API keys that are listed, rotated, revoked and that expire. Owned by the registry.

ALTER TABLE credential
  ADD COLUMN key_no bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN key_id text NOT NULL DEFAULT 'key_' || replace(gen_random_uuid()::text, '-', '')
    CONSTRAINT credential_key_id UNIQUE CHECK (key_id ~ '^key_[A-Za-z0-9_-]{27,64}$'),
  ADD COLUMN scope text NOT NULL DEFAULT 'session' CHECK (scope IN ('session', 'admin')),
  ADD COLUMN created_by text NOT NULL DEFAULT 'operator',
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN last_used_at timestamptz;
COMMENT ON COLUMN credential.last_used_at IS 'to the minute: written at most once in it';

CREATE INDEX credential_tenant ON credential (tenant, key_no DESC);
