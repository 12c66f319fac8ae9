-- Tenants take turns, and among the sessions of one the more urgent come first. Owned by tasks.

ALTER TABLE task ADD COLUMN priority smallint NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9);
COMMENT ON COLUMN task.priority IS 'how urgent its session is while it comes next; 9 comes first';

ALTER TABLE session_queue
  ADD COLUMN of_tenant text COLLATE "C",
  ADD COLUMN priority smallint NOT NULL DEFAULT 5;
UPDATE session_queue q SET of_tenant = s.tenant FROM session s WHERE s.session_no = q.session_no;
ALTER TABLE session_queue ALTER COLUMN of_tenant SET NOT NULL;
COMMENT ON COLUMN session_queue.priority IS 'that of the task that comes next';

-- A held queue is ready at infinity and is not even in the index.
DROP INDEX session_queue_ready;
CREATE INDEX session_queue_ready ON session_queue (of_tenant, priority DESC, ready_at)
  WHERE lease_token IS NULL AND unfinished > 0 AND blocked_on IS NULL AND ready_at < 'infinity';
DROP INDEX session_queue_blocked;
CREATE INDEX session_queue_blocked ON session_queue (blocked_on, of_tenant, priority DESC, ready_at)
  WHERE blocked_on IS NOT NULL;

GRANT UPDATE (priority) ON session_queue TO holdfast_client;
