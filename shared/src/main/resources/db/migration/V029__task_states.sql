-- What may follow what in a task's life; a test compares it with the table in the code. Owned by tasks.

CREATE FUNCTION refuse_task_step() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  RAISE EXCEPTION 'a task that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER task_step_is_legal BEFORE UPDATE OF status ON task
  FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND NOT (
    OLD.status = 'queued' AND NEW.status IN ('running', 'failed', 'cancelled')
    OR OLD.status = 'running' AND NEW.status IN ('queued', 'waiting_input', 'completed', 'failed', 'cancelled')
    OR OLD.status = 'waiting_input' AND NEW.status IN ('queued', 'running', 'completed', 'failed', 'cancelled')))
  EXECUTE FUNCTION refuse_task_step();
