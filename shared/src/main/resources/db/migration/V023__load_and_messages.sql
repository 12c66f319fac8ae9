-- How many unfinished tasks owners have is counted by an index; and texts for agents. Owned by tasks.

CREATE INDEX task_unfinished_by_owner ON task (tenant, principal)
  WHERE status IN ('queued', 'running', 'waiting_input');

-- Texts that owners send to the agents of their tasks; an attempt reads them from the first on.
CREATE TABLE task_message (
  message_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task_no    bigint NOT NULL REFERENCES task ON DELETE CASCADE,
  tenant     text NOT NULL,
  principal  text NOT NULL,
  text       text NOT NULL,
  sent_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX task_message_of_task ON task_message (task_no, message_no);

SELECT wall_by_owner('task_message');
GRANT SELECT, INSERT ON task_message TO holdfast_client;
