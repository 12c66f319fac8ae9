-- How many tasks may run at once in the whole fleet, and what waits for room. Owned by tasks.

-- One row for each limit that was ever configured and used; locked while an attempt begins or ends.
CREATE TABLE concurrency (
  key        text PRIMARY KEY,
  running    integer NOT NULL DEFAULT 0 CHECK (running >= 0),
  turn       text NOT NULL DEFAULT '',
  checked_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);
COMMENT ON COLUMN concurrency.key IS 'all, agent:<name>, tenant:<name>, principal:<tenant> <name>';
COMMENT ON COLUMN concurrency.turn IS 'the tenant that got room last; the next one comes next';
COMMENT ON COLUMN concurrency.checked_at IS 'when the count was last compared with the attempts';

ALTER TABLE attempt ADD COLUMN holds text[];
COMMENT ON COLUMN attempt.holds IS 'the keys of concurrency that count it, until it has ended';

ALTER TABLE session_queue ADD COLUMN blocked_on text,
  ADD CHECK (blocked_on IS NULL OR lease_token IS NULL);
COMMENT ON COLUMN session_queue.blocked_on IS
  'what it waits for beside its turn: a key of concurrency without room, or worker:<agent>';

DROP INDEX session_queue_ready;
CREATE INDEX session_queue_ready ON session_queue (ready_at)
  WHERE lease_token IS NULL AND unfinished > 0 AND blocked_on IS NULL;

CREATE INDEX session_queue_blocked ON session_queue (blocked_on, ready_at) WHERE blocked_on IS NOT NULL;

-- Counts are no client's data: holdfast_client has no right to them.
GRANT UPDATE (blocked_on) ON session_queue TO holdfast_client;
