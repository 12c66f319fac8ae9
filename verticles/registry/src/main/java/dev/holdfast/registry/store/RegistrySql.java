package dev.holdfast.registry.store;

import java.util.List;

/** Every statement of the registry. */
public final class RegistrySql {
  static final String SESSION_FIND =
      """
      SELECT session_no, ended_at IS NOT NULL AS ended FROM session
      WHERE tenant = $1 AND principal = $2 AND session_id = $3
      """;

  static final String SESSION_DESCRIBE =
      """
      SELECT s.session_no,
        to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
        l.last_seq, p.project, p.mode, p.project_key, p.repo_root, p.generation, p.version,
        s.forked_from_id, s.forked_from_seq, s.end_status, s.end_reason, s.continues_id, s.continued_by_id,
        to_char(s.last_active_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_active_at,
        to_char(s.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ended_at,
        to_char(p.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      FROM session s
      JOIN session_log l ON l.session_no = s.session_no
      LEFT JOIN session_project p ON p.session_no = s.session_no
      WHERE s.tenant = $1 AND s.principal = $2 AND s.session_id = $3 AND s.tombstoned_at IS NULL
      """;

  /**
   * For one or many, each row with the place of its question, from 1. The subquery goes by the
   * index whatever the planner believes of a table that was never analysed.
   */
  static final String BINDINGS_FIND =
      """
      SELECT asked.member, found.binding_no, found.session_no, found.session_id, found.ended
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
        WITH ORDINALITY AS asked (tenant, principal, kind, transport_id, member)
      CROSS JOIN LATERAL (
        SELECT b.binding_no, b.session_no, s.session_id, s.ended_at IS NOT NULL AS ended
        FROM binding b
        JOIN session s
          ON s.session_no = b.session_no AND s.tenant = b.tenant AND s.principal = b.principal
        WHERE b.tenant = asked.tenant AND b.principal = asked.principal AND b.kind = asked.kind
          AND b.transport_id = asked.transport_id AND b.ended_at IS NULL
        LIMIT 1) found
      """;

  static final String BINDING_LIST =
      """
      SELECT b.kind, b.source,
        to_char(b.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      FROM binding b
      WHERE b.session_no = $1 AND b.tenant = $2 AND b.principal = $3 AND b.ended_at IS NULL
      ORDER BY b.binding_no LIMIT $4
      """;

  /**
   * The lock of a project change. It is on the session's row because an unbound session has no
   * project row to lock. The version is read by {@link #PROJECT_VERSION} after the lock: a join
   * here would read it as it was before the wait.
   */
  static final String PROJECT_LOCK =
      """
      SELECT ended_at IS NOT NULL AS ended FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 FOR NO KEY UPDATE
      """;

  static final String PROJECT_VERSION =
      """
      SELECT p.version, p.mode FROM session_project p
      JOIN session s ON s.session_no = p.session_no
      WHERE p.session_no = $1 AND s.tenant = $2 AND s.principal = $3 FOR UPDATE OF p
      """;

  /**
   * Writes the binding; the key is derived here and nowhere else. The generation is drawn anew from
   * a sequence under the session's lock, so it only grows.
   */
  static final String PROJECT_SET =
      """
      INSERT INTO session_project (session_no, project, mode, repo_root, project_key, version)
      SELECT s.session_no, $4::text, $5::text, $6::text,
        derive_project_key(p.key_seed, p.tenant, p.principal, p.project, $6::text), 1
      FROM session s
      LEFT JOIN project p
        ON p.tenant = s.tenant AND p.principal = s.principal AND p.project = $4::text
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3
      ON CONFLICT (session_no) DO UPDATE
        SET project = EXCLUDED.project, mode = EXCLUDED.mode, repo_root = EXCLUDED.repo_root,
          project_key = EXCLUDED.project_key, generation = DEFAULT,
          version = session_project.version + 1, bound_at = now()
      RETURNING project, mode, project_key, repo_root, generation, version,
        to_char(bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      """;

  /**
   * For one or many, like {@link #BINDINGS_FIND}: a row for each session of its principal, whose
   * project columns are null while it is unbound.
   */
  static final String PROJECTS_GET =
      """
      SELECT asked.member, found.*
      FROM unnest($1::bigint[], $2::text[], $3::text[])
        WITH ORDINALITY AS asked (session_no, tenant, principal, member)
      CROSS JOIN LATERAL (
        SELECT p.project, p.mode, p.project_key, p.repo_root, p.generation, p.version,
          to_char(p.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
        FROM session s
        LEFT JOIN session_project p ON p.session_no = s.session_no
        WHERE s.session_no = asked.session_no AND s.tenant = asked.tenant
          AND s.principal = asked.principal
        LIMIT 1) found
      """;

  /**
   * Another value for another server, database or timeline: after a restore or a lossy fail-over
   * the same session number may mean another session.
   */
  static final String DATABASE_IDENTITY =
      """
      SELECT concat_ws('/', s.system_identifier, c.timeline_id, d.oid) AS identity
      FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d
      WHERE d.datname = current_database()
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          SESSION_FIND,
          SESSION_DESCRIBE,
          BINDINGS_FIND,
          BINDING_LIST,
          PROJECT_LOCK,
          PROJECT_VERSION,
          PROJECT_SET,
          PROJECTS_GET,
          DATABASE_IDENTITY);

  private RegistrySql() {}
}
