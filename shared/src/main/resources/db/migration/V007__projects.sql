-- The register of each principal's projects, and what a session's binding to one says. Owned by the registry.

CREATE TABLE project (
  project_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant      text NOT NULL,
  principal   text NOT NULL,
  project     text NOT NULL CHECK (length(project) BETWEEN 1 AND 200),
  title       text CHECK (length(title) BETWEEN 1 AND 200),
  tags        text[] NOT NULL DEFAULT '{}',
  status      text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'completed', 'archived')),
  version     bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  key_seed    uuid NOT NULL DEFAULT gen_random_uuid(),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  UNIQUE (tenant, principal, project),
  CHECK ((status = 'archived') = (archived_at IS NOT NULL))
);
COMMENT ON COLUMN project.key_seed IS 'what makes its keys unknowable; never told, never changed';
CREATE INDEX project_owner ON project (tenant, principal, project_no DESC);

-- What was done to a project and by whom. Names no row of another table: it outlives them.
CREATE TABLE project_audit (
  audit_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_no bigint NOT NULL,
  tenant     text NOT NULL,
  principal  text NOT NULL,
  project    text NOT NULL,
  act        text NOT NULL CHECK (act IN ('project_created', 'project_changed', 'project_archived')),
  detail     text,
  at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX project_audit_project ON project_audit (project_no, audit_no DESC);
CREATE TRIGGER project_audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON project_audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Over the length-prefixed parts, so that no two keys run together; null without a project.
CREATE FUNCTION derive_project_key(
  seed uuid, tenant text, principal text, project text, repo_root text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'pk_' || encode(sha256(uuid_send(seed) || sha256(uuid_send(seed) || convert_to(concat(
    octet_length(tenant), ':', tenant, octet_length(principal), ':', principal,
    octet_length(project), ':', project, octet_length(repo_root), ':', repo_root), 'UTF8'))), 'hex')
$$;

-- What sessions were bound to, and what entries were written for, is registered.
WITH known AS (
  INSERT INTO project (tenant, principal, project)
  SELECT s.tenant, s.principal, p.project FROM session_project p JOIN session s USING (session_no)
  UNION
  SELECT tenant, principal, project FROM journal
  RETURNING project_no, tenant, principal, project)
INSERT INTO project_audit (project_no, tenant, principal, project, act, detail)
SELECT project_no, tenant, principal, project, 'project_created', '{"by":"migration"}' FROM known;

-- A binding of mode sentinel has no project. Its generation is drawn anew with each change, from
-- one sequence for all: it never falls and never comes back, not even for a session made again.
ALTER TABLE session_project
  ALTER COLUMN project DROP NOT NULL,
  ADD COLUMN mode        text NOT NULL DEFAULT 'project' CHECK (mode IN ('project', 'sentinel')),
  ADD COLUMN repo_root   text CHECK (length(repo_root) BETWEEN 1 AND 4096),
  ADD COLUMN project_key text CHECK (project_key ~ '^pk_[0-9a-f]{64}$'),
  ADD COLUMN generation  bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

UPDATE session_project b
SET project_key = derive_project_key(p.key_seed, p.tenant, p.principal, p.project, NULL)
FROM session s, project p
WHERE s.session_no = b.session_no
  AND p.tenant = s.tenant AND p.principal = s.principal AND p.project = b.project;

ALTER TABLE session_project ADD CONSTRAINT session_project_mode CHECK (
  (mode = 'project') = (project IS NOT NULL)
  AND (project IS NULL) = (project_key IS NULL)
  AND (project IS NOT NULL OR repo_root IS NULL));
CREATE INDEX session_project_bound ON session_project (project) WHERE project IS NOT NULL;

-- The acts are a closed list in the code; here only their form, so that a new one needs no rewriting.
ALTER TABLE audit DROP CONSTRAINT audit_act_check,
  ADD CONSTRAINT audit_act_check CHECK (act ~ '^[a-z]+(_[a-z]+)*$' AND length(act) <= 64);
