-- The log of each project of a principal: entries in a hash chain. Owned by the registry's journal.

-- One row a log; locking it is what puts concurrent writers into one chain.
CREATE TABLE journal (
  journal_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant      text NOT NULL,
  principal   text NOT NULL,
  project     text NOT NULL CHECK (length(project) BETWEEN 1 AND 200),
  log         text NOT NULL CHECK (log IN ('main', 'bug', 'security')),
  last_number bigint NOT NULL DEFAULT 0 CHECK (last_number >= 0),
  last_hash   text NOT NULL DEFAULT repeat('0', 64) CHECK (last_hash ~ '^[0-9a-f]{64}$'),
  archived_to bigint NOT NULL DEFAULT 0 CHECK (archived_to BETWEEN 0 AND last_number),
  UNIQUE (tenant, principal, project, log),
  UNIQUE (journal_no, tenant, principal)
) WITH (fillfactor = 80);
COMMENT ON COLUMN journal.archived_to IS 'the last number of the newest closed segment; 0 before the first rotation';

CREATE TABLE journal_entry (
  journal_no bigint NOT NULL,
  number     bigint NOT NULL CHECK (number >= 1),
  entry_no   bigint GENERATED ALWAYS AS IDENTITY,
  tenant     text NOT NULL,
  principal  text NOT NULL,
  entry_id   text NOT NULL,
  session_id text NOT NULL,
  message    text NOT NULL CHECK (length(message) BETWEEN 1 AND 65536),
  status     text,
  agent      text,
  meta       text NOT NULL,
  tags       text[] NOT NULL,
  priority   text NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'critical')),
  category   text,
  log_type   text NOT NULL,
  confidence double precision CHECK (confidence BETWEEN 0 AND 1),
  at         timestamptz NOT NULL,
  hash       text NOT NULL,
  meta_index jsonb GENERATED ALWAYS AS (meta::jsonb) STORED,
  words      tsvector GENERATED ALWAYS AS (to_tsvector('simple', message)) STORED,
  PRIMARY KEY (journal_no, number),
  FOREIGN KEY (journal_no, tenant, principal) REFERENCES journal (journal_no, tenant, principal)
);
COMMENT ON COLUMN journal_entry.entry_no IS 'order over all logs of a principal; within a log it grows with number';
COMMENT ON COLUMN journal_entry.meta IS 'one JSON object as text, keys in order: what is hashed is what is stored';
CREATE INDEX journal_entry_owner ON journal_entry (tenant, principal, entry_no DESC);
CREATE INDEX journal_entry_words ON journal_entry USING gin (words);
CREATE INDEX journal_entry_meta ON journal_entry USING gin (meta_index jsonb_path_ops);

-- The archive marker of a closed segment.
CREATE TABLE journal_segment (
  journal_no   bigint NOT NULL,
  first_number bigint NOT NULL CHECK (first_number >= 1),
  last_number  bigint NOT NULL CHECK (last_number >= first_number),
  tenant       text NOT NULL,
  principal    text NOT NULL,
  entries      bigint NOT NULL,
  first_hash   text NOT NULL,
  last_hash    text NOT NULL,
  session_id   text NOT NULL,
  closed_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (journal_no, first_number),
  FOREIGN KEY (journal_no, tenant, principal) REFERENCES journal (journal_no, tenant, principal)
);
