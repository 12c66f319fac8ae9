-- Which folders a client of the Model Context Protocol works in, as it says; owned by the registry.

ALTER TABLE mcp_session
  ADD COLUMN roots text CHECK (length(roots) <= 1000000),
  ADD COLUMN roots_asked bigint NOT NULL DEFAULT 1;
COMMENT ON COLUMN mcp_session.roots IS
  'one JSON array; null while the client has to be asked for it; nothing rests on it';
COMMENT ON COLUMN mcp_session.roots_asked IS 'which time it has to be asked, or was';
GRANT UPDATE (roots, roots_asked) ON mcp_session TO holdfast_client;
