-- Keys of calls that joined one under way, and when a blocked session is to be looked at. Owned by tasks.

-- A call keeps its own idempotency key also where it became another call's task.
CREATE TABLE task_key (
  tenant          text NOT NULL,
  principal       text NOT NULL,
  idempotency_key text NOT NULL,
  fingerprint     text NOT NULL,
  task_no         bigint NOT NULL REFERENCES task ON DELETE CASCADE,
  PRIMARY KEY (tenant, principal, idempotency_key)
);
CREATE INDEX task_key_of_task ON task_key (task_no);
COMMENT ON COLUMN task_key.fingerprint IS 'of the call that came under the key, not of the one it joined';
SELECT wall_by_owner('task_key');
GRANT SELECT, INSERT ON task_key TO holdfast_client;

ALTER TABLE session_queue ADD COLUMN look_at timestamptz;
COMMENT ON COLUMN session_queue.look_at IS
  'when the first delay of a blocked session is over: what comes next then may need no room';
CREATE INDEX session_queue_look_at ON session_queue (look_at) WHERE look_at IS NOT NULL;
