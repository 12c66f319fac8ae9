-- Processes that answer from memory what may change: who changes it lets them know before. Owned by registry.
CREATE TABLE believer (
  address    text PRIMARY KEY,
  seen_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  belief_ms  integer NOT NULL CHECK (belief_ms > 0),
  distrusted bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
) WITH (fillfactor = 50);
COMMENT ON COLUMN believer.address IS 'of the process on the bus; another one for each start';
COMMENT ON COLUMN believer.seen_at IS 'the last look; it believes what it holds for belief_ms from the beginning of a look';
COMMENT ON COLUMN believer.distrusted IS 'grows when it could not be let know of a change; a look that finds another one forgets everything. Begins with the time, so that a row that was lost and made again tells of it';
