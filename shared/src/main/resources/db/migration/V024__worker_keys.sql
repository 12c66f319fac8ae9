-- Keys of workers: they serve agents and do nothing else. Owned by the registry.

ALTER TABLE credential ADD COLUMN agents text[];
COMMENT ON COLUMN credential.agents IS 'the agents that a worker''s key may serve';

ALTER TABLE credential
  DROP CONSTRAINT credential_scope_check,
  ADD CONSTRAINT credential_scope_check CHECK (scope IN ('session', 'admin', 'worker')),
  ADD CONSTRAINT credential_agents_check
    CHECK ((scope = 'worker') = (agents IS NOT NULL) AND (agents IS NULL OR cardinality(agents) > 0));

GRANT SELECT (agents) ON credential TO holdfast_client;
