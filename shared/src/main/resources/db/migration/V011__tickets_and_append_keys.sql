-- Tickets that open one connection, and the keys under which an append is done once. Owned by the registry.

CREATE TABLE ticket (
  ticket_hash    text PRIMARY KEY CHECK (ticket_hash ~ '^[0-9a-f]{64}$'),
  tenant         text NOT NULL,
  principal      text NOT NULL,
  key_id         text,
  token_until_ms bigint,
  issued_at      timestamptz NOT NULL DEFAULT now(),
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,
  CHECK ((key_id IS NULL) <> (token_until_ms IS NULL)),
  CHECK (expires_at <= issued_at + interval '30 seconds')
);
COMMENT ON COLUMN ticket.key_id IS 'the API key it rests on; or else token_until_ms, when a signed token ends, in milliseconds since 1970';
COMMENT ON COLUMN ticket.used_at IS 'set by the one use that wins; the row stays for a minute, to be counted';
CREATE INDEX ticket_principal ON ticket (tenant, principal, issued_at);
CREATE INDEX ticket_issued ON ticket (issued_at);

CREATE TABLE journal_append (
  tenant          text NOT NULL,
  principal       text NOT NULL,
  idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
  fingerprint     text NOT NULL,
  session_no      bigint NOT NULL REFERENCES session,
  journal_no      bigint,
  first_number    bigint,
  last_number     bigint,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, principal, idempotency_key),
  FOREIGN KEY (journal_no, tenant, principal) REFERENCES journal (journal_no, tenant, principal),
  CHECK (last_number >= first_number)
);
COMMENT ON TABLE journal_append IS 'which entries of the main log an idempotency key stands for; goes with its session';
CREATE INDEX journal_append_session ON journal_append (session_no);

-- Behind the wall. Redeeming a ticket is not: it is what tells the principal.
SELECT wall_by_owner('ticket'), wall_by_owner('journal_append');
GRANT SELECT (tenant, principal, issued_at), INSERT ON ticket TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (journal_no, first_number, last_number) ON journal_append TO holdfast_client;
