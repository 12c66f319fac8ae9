-- Sessions of the Model Context Protocol: a way in like the others, and what was agreed on at its
-- beginning. Owned by the registry.

ALTER TABLE binding
  DROP CONSTRAINT binding_kind_check,
  ADD CONSTRAINT binding_kind_check CHECK (kind IN ('websocket', 'http', 'stable', 'mcp')),
  DROP CONSTRAINT binding_end_cause_check,
  ADD CONSTRAINT binding_end_cause_check CHECK (end_cause IN ('session_ended', 'rebound', 'closed'));

-- Which session it leads to is said by its binding, which its owner may move.
CREATE TABLE mcp_session (
  tenant           text NOT NULL,
  principal        text NOT NULL,
  mcp_session_id   text NOT NULL CHECK (mcp_session_id ~ '^[!-~]{1,200}$'),
  protocol_version text NOT NULL CHECK (length(protocol_version) BETWEEN 1 AND 40),
  client           text NOT NULL,
  capabilities     text NOT NULL,
  opened_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, principal, mcp_session_id)
);
COMMENT ON COLUMN mcp_session.client IS 'as it describes itself at initialize; nothing rests on it';

SELECT wall_by_owner('mcp_session');
GRANT SELECT, INSERT ON mcp_session TO holdfast_client;
