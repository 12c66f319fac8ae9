-- Calls of tools by their request, and what clients of the Model Context Protocol want to be told.
-- The first is owned by tasks, the others by the registry.

-- Not by status: an index of that would make every change of a task's state write it anew.
CREATE INDEX task_call_request ON task (tenant, principal, call_request)
  WHERE call_request IS NOT NULL;

ALTER TABLE mcp_session ADD COLUMN log_level text CHECK (
  log_level IN
    ('debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'));
COMMENT ON COLUMN mcp_session.log_level IS 'from which level on the client is told what agents log';
GRANT UPDATE (log_level) ON mcp_session TO holdfast_client;

CREATE TABLE mcp_subscription (
  tenant         text NOT NULL,
  principal      text NOT NULL,
  mcp_session_id text NOT NULL,
  uri            text NOT NULL CHECK (length(uri) BETWEEN 1 AND 2048),
  PRIMARY KEY (tenant, principal, mcp_session_id, uri),
  FOREIGN KEY (tenant, principal, mcp_session_id) REFERENCES mcp_session ON DELETE CASCADE
);
SELECT wall_by_owner('mcp_subscription');
GRANT SELECT, INSERT, DELETE ON mcp_subscription TO holdfast_client;
