-- The second wall between principals: row-level security. What clients ask is asked in the role
-- holdfast_client, which sees the rows of one tenant and principal, named for one transaction in the
-- settings holdfast.tenant and holdfast.principal, and without them none. The owner of the tables,
-- in whose role pods do their duties for all, is not subject to it.

-- Roles belong to the whole cluster: another database may have made it, or is making it just now.
DO $$
DECLARE
  -- Since 16 who makes a role is a member that administers it but may not yet switch to it.
  joined text := CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER'
    ELSE 'SET' END;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'holdfast_client') THEN
    BEGIN
      CREATE ROLE holdfast_client NOLOGIN NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- a rival was first
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles
      WHERE rolname = 'holdfast_client' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'the role holdfast_client must be subject to row-level security'
      '; a database administrator has to run once: ALTER ROLE holdfast_client NOSUPERUSER NOBYPASSRLS';
  END IF;
  IF NOT pg_has_role(current_user, 'holdfast_client', joined) THEN
    BEGIN
      EXECUTE format('GRANT holdfast_client TO %I', current_user);
    EXCEPTION WHEN unique_violation OR internal_error THEN
      -- A rival granted the same at the same moment; "tuple concurrently updated" has no code of its own.
      IF NOT pg_has_role(current_user, 'holdfast_client', joined) THEN
        RAISE;
      END IF;
    END;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format(
    'user %s may not make the role holdfast_client or join it'
    '; a database administrator has to run once: %sGRANT holdfast_client TO %I;',
    current_user,
    CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'holdfast_client') THEN ''
      ELSE 'CREATE ROLE holdfast_client NOLOGIN NOBYPASSRLS; ' END,
    current_user);
END $$;

-- For this and later migrations: every table has to be put behind the wall, or a test refuses it.

-- A table whose rows say whose they are. A setting that was set once is empty afterwards, not absent.
CREATE FUNCTION wall_by_owner(walled regclass) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
  EXECUTE format(
    'CREATE POLICY own ON %s TO holdfast_client USING ('
    'tenant = nullif(current_setting(''holdfast.tenant'', true), '''')'
    ' AND principal = nullif(current_setting(''holdfast.principal'', true), ''''))', walled);
END $$;

-- A table whose rows belong to a session. Whose session it is is said by the policy of session.
-- Not EXISTS: that Postgres turns into a list of all the principal's sessions, for every statement.
CREATE FUNCTION wall_by_session(walled regclass) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
  EXECUTE format(
    'CREATE POLICY own ON %1$s TO holdfast_client USING ('
    '(SELECT true FROM session s WHERE s.session_no = %1$s.session_no))', walled);
END $$;

SELECT wall_by_owner('session'), wall_by_owner('binding'), wall_by_owner('task'),
  wall_by_owner('journal'), wall_by_owner('journal_entry'), wall_by_owner('journal_segment'),
  wall_by_owner('audit'), wall_by_session('session_project'), wall_by_session('session_log'),
  wall_by_session('session_event'), wall_by_session('session_queue'),
  wall_by_owner('session_share'), wall_by_owner('project'), wall_by_owner('project_audit');

-- Who administers keys does so for the whole tenant.
ALTER TABLE credential ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON credential TO holdfast_client
  USING (tenant = nullif(current_setting('holdfast.tenant', true), ''));

-- What clients' statements do, and no more. A lock needs the right to update one column.
GRANT SELECT, UPDATE (ended_at, end_status, end_reason),
  INSERT (tenant, principal, session_id, forked_from_id, forked_from_seq) ON session TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (ended_at, end_cause) ON binding TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (project, mode, repo_root, project_key, generation, version, bound_at)
  ON session_project TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (title, tags, status, version, updated_at, archived_at) ON project TO holdfast_client;
GRANT SELECT, INSERT (session_no), UPDATE (last_seq) ON session_log TO holdfast_client;
GRANT SELECT, INSERT ON session_event TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (unfinished, ready_at) ON session_queue TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (cancel_requested_at, status, termination_reason, error, result,
  current_iteration, total_iterations, tokens_used, total_tokens, last_seq, finished_at)
  ON task TO holdfast_client;
GRANT SELECT (pod_no, address) ON pod TO holdfast_client;
GRANT SELECT, INSERT, UPDATE (last_number, last_hash, archived_to) ON journal TO holdfast_client;
GRANT SELECT, INSERT ON journal_entry, journal_segment, audit, project_audit TO holdfast_client;
-- Never the hash.
GRANT SELECT (share_no, share_id, tenant, principal, session_no, label, created_at, expires_at, revoked_at),
  INSERT, UPDATE (revoked_at) ON session_share TO holdfast_client;
GRANT SELECT (key_no, key_id, tenant, principal, scope, label, created_by, created_at, expires_at,
  revoked_at, last_used_at), INSERT, UPDATE (expires_at, revoked_at) ON credential TO holdfast_client;

-- In a schema that is not open to everybody, the role needs the way in.
DO $$
BEGIN
  IF NOT has_schema_privilege('holdfast_client', current_schema(), 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO holdfast_client', current_schema());
  END IF;
END $$;
