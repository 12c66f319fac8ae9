-- How many sessions each principal has open. Owned by the registry; written in the transactions that
-- make and end them, so that it is right whenever they are; pods of the version before do not
-- count, so that it is also counted anew from time to time.

ALTER TABLE session VALIDATE CONSTRAINT session_control_values;
ALTER TABLE session VALIDATE CONSTRAINT session_control_whole;

CREATE TABLE session_count (
  tenant    text NOT NULL,
  principal text NOT NULL,
  open      bigint NOT NULL,
  PRIMARY KEY (tenant, principal)
) WITH (fillfactor = 50);
INSERT INTO session_count (tenant, principal, open)
  SELECT tenant, principal, count(*) FROM session WHERE ended_at IS NULL GROUP BY tenant, principal;

SELECT wall_by_owner('session_count');
GRANT SELECT, INSERT, UPDATE (open) ON session_count TO holdfast_client;

-- Whoever makes a session needs to know how many its tenant has, and of the others nothing else.
CREATE FUNCTION open_sessions_of(asked text) RETURNS bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ SELECT coalesce(sum(open), 0)::bigint FROM session_count
   WHERE tenant = asked
     AND asked = coalesce(nullif(current_setting('holdfast.tenant', true), ''), asked) $$;
