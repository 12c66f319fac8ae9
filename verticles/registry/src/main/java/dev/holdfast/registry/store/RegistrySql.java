package dev.holdfast.registry.store;

import java.util.List;

/** Every statement of the registry. */
public final class RegistrySql {
  /**
   * Makes a session, the row its log begins with, and an entry of the audit trail; no row where the
   * id is taken already. Whoever gets no row asks with {@link #SESSION_HOLD}, as a statement of its
   * own: one statement that inserts or else selects does not see the row of a rival that commits
   * meanwhile.
   */
  static final String SESSION_CREATE =
      """
      WITH made AS (
        INSERT INTO session (tenant, principal, session_id) VALUES ($1, $2, $3)
        ON CONFLICT (tenant, principal, session_id) DO NOTHING RETURNING session_no),
      log AS (INSERT INTO session_log (session_no) SELECT session_no FROM made),
      audited AS (
        INSERT INTO audit (session_no, tenant, principal, session_id, act)
        SELECT session_no, $1, $2, $3, 'session_started' FROM made)
      SELECT session_no FROM made
      """;

  static final String SESSION_FIND =
      """
      SELECT session_no, ended_at IS NOT NULL AS ended FROM session
      WHERE tenant = $1 AND principal = $2 AND session_id = $3
      """;

  /** FOR SHARE keeps the session from being ended until the transaction is over. */
  static final String SESSION_HOLD = SESSION_FIND + " FOR SHARE";

  static final String SESSION_DESCRIBE =
      """
      SELECT s.session_no,
        to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
        l.last_seq, p.project, p.version, s.forked_from_id, s.forked_from_seq, s.end_status, s.end_reason,
        to_char(s.last_active_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_active_at,
        to_char(s.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ended_at,
        to_char(p.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      FROM session s
      JOIN session_log l ON l.session_no = s.session_no
      LEFT JOIN session_project p ON p.session_no = s.session_no
      WHERE s.tenant = $1 AND s.principal = $2 AND s.session_id = $3 AND s.tombstoned_at IS NULL
      """;

  static final String BINDING_FIND =
      """
      SELECT b.binding_no, b.session_no, s.session_id, s.ended_at IS NOT NULL AS ended
      FROM binding b
      JOIN session s
        ON s.session_no = b.session_no AND s.tenant = b.tenant AND s.principal = b.principal
      WHERE b.tenant = $1 AND b.principal = $2 AND b.kind = $3 AND b.transport_id = $4
        AND b.ended_at IS NULL
      """;

  /** No row where a live binding is there already; it is never changed. */
  static final String BINDING_CREATE =
      """
      INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (tenant, principal, kind, transport_id) WHERE ended_at IS NULL DO NOTHING
      RETURNING binding_no
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
      SELECT p.version FROM session_project p
      JOIN session s ON s.session_no = p.session_no
      WHERE p.session_no = $1 AND s.tenant = $2 AND s.principal = $3 FOR UPDATE OF p
      """;

  static final String PROJECT_SET =
      """
      INSERT INTO session_project (session_no, project, version)
      SELECT session_no, $4, 1 FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
      ON CONFLICT (session_no) DO UPDATE
        SET project = EXCLUDED.project, version = session_project.version + 1, bound_at = now()
      RETURNING project, version,
        to_char(bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      """;

  /** One row for a session of this principal; its project columns are null while it is unbound. */
  static final String PROJECT_GET =
      """
      SELECT p.project, p.version,
        to_char(p.bound_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS bound_at
      FROM session s
      LEFT JOIN session_project p ON p.session_no = s.session_no
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3
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
          SESSION_CREATE,
          SESSION_FIND,
          SESSION_HOLD,
          SESSION_DESCRIBE,
          BINDING_FIND,
          BINDING_CREATE,
          BINDING_LIST,
          PROJECT_LOCK,
          PROJECT_VERSION,
          PROJECT_SET,
          PROJECT_GET,
          DATABASE_IDENTITY);

  private RegistrySql() {}
}
