-- Another attempt after a passing failure, and what is left where there is none. Owned by tasks.

ALTER TABLE task
  ADD COLUMN retry_ms integer CHECK (retry_ms >= 0),
  ADD COLUMN retry_ms_max integer CHECK (retry_ms_max >= 0),
  ADD COLUMN retry_at timestamptz,
  ADD COLUMN dead_letter boolean NOT NULL DEFAULT false,
  ADD COLUMN requeued_from text,
  ADD CHECK ((retry_ms IS NULL) = (retry_ms_max IS NULL)),
  ADD CHECK (NOT dead_letter OR status = 'failed');
COMMENT ON COLUMN task.retry_ms IS 'milliseconds that the pause after the first failure is at most; null where failures are not retried';
COMMENT ON COLUMN task.retry_at IS 'when it may begin again; until then those behind it wait, unlike behind not_before';
COMMENT ON COLUMN task.dead_letter IS 'failed, and another attempt might not have';
COMMENT ON COLUMN task.requeued_from IS 'the id of the dead letter that it takes up again';

CREATE INDEX task_dead_letter ON task (tenant, principal, task_no DESC) WHERE dead_letter;
CREATE INDEX task_active ON task (tenant, principal, task_no DESC)
  WHERE status IN ('queued', 'running', 'waiting_input');
CREATE UNIQUE INDEX task_requeued_from ON task (requeued_from) WHERE requeued_from IS NOT NULL;

GRANT UPDATE (retry_at, dead_letter) ON task TO holdfast_client;

-- Tasks that were submitted as a part of another one. The parent is no foreign key: it may be deleted
-- with its session while a child is kept.
ALTER TABLE task
  ADD COLUMN parent_no bigint,
  ADD COLUMN parent_task_id text,
  ADD COLUMN lineage_depth integer NOT NULL DEFAULT 0 CHECK (lineage_depth >= 0),
  ADD COLUMN on_parent_end text CHECK (on_parent_end IN ('cancel_unless_completed', 'cancel', 'continue')),
  ADD CHECK ((parent_no IS NULL) = (parent_task_id IS NULL) AND (parent_no IS NULL) = (on_parent_end IS NULL));
COMMENT ON COLUMN task.lineage_depth IS 'how many ancestors it has';
COMMENT ON COLUMN task.on_parent_end IS 'what becomes of it when its parent ends before it';
CREATE INDEX task_children ON task (tenant, principal, parent_task_id, task_no DESC) WHERE parent_task_id IS NOT NULL;
CREATE INDEX task_unfinished_children ON task (parent_no)
  WHERE parent_no IS NOT NULL AND status IN ('queued', 'running', 'waiting_input');
GRANT UPDATE (parent_no, parent_task_id, lineage_depth, on_parent_end) ON task TO holdfast_client;
