-- Keys of those who run the fleet; owned by the registry.

ALTER TABLE credential
  DROP CONSTRAINT credential_scope_check,
  ADD CONSTRAINT credential_scope_check
    CHECK (scope IN ('session', 'admin', 'worker', 'operator'));
