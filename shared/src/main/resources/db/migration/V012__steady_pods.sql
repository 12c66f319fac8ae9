-- Which pods may judge that others are lost, and lists of tasks by their state. Owned by tasks.

ALTER TABLE pod ADD COLUMN steady_since timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN pod.steady_since IS 'since when every heartbeat came within half a lease of the one before';

CREATE INDEX task_owner_status ON task (tenant, principal, status, task_no DESC);
