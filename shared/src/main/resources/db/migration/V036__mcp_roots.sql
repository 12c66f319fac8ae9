-- Which folders a client of the Model Context Protocol works in, as it says; owned by the registry.

ALTER TABLE mcp_session ADD COLUMN roots text CHECK (length(roots) <= 1000000);
COMMENT ON COLUMN mcp_session.roots IS
  'one JSON array; null while the client has to be asked for it; nothing rests on it';
GRANT UPDATE (roots) ON mcp_session TO holdfast_client;
