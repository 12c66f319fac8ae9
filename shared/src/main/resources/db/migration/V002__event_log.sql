-- The log of every session. Owned by the event log in shared.

-- One row a session; locking it is what puts concurrent writers into one order.
CREATE TABLE session_log (
  session_no bigint PRIMARY KEY REFERENCES session,
  last_seq   bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);

CREATE TABLE session_event (
  session_no bigint NOT NULL,
  seq        bigint NOT NULL CHECK (seq >= 1),
  type       text NOT NULL,
  task_id    text,
  data       text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (session_no, seq)
);
