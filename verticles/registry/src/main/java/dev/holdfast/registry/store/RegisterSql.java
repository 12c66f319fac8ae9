package dev.holdfast.registry.store;

import java.util.List;

/** The statements of the register of projects. */
public final class RegisterSql {
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private static final String COLUMNS =
      " project_no, project, title, tags, status, version,"
          + " to_char(created_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS created_at, to_char(updated_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS updated_at, to_char(archived_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS archived_at ";

  private static final String OWN = " WHERE tenant = $1 AND principal = $2 AND project = $3 ";

  /** No row where it is registered already, or where there are $6 projects. */
  static final String CREATE =
      """
      INSERT INTO project (tenant, principal, project, title, tags)
      SELECT $1, $2, $3, $4, string_to_array($5::text, E'\\x1f')
      WHERE (SELECT count(*) FROM project WHERE tenant = $1 AND principal = $2) < $6::bigint
      ON CONFLICT (tenant, principal, project) DO NOTHING
      RETURNING
      """
          + COLUMNS;

  static final String FIND = "SELECT" + COLUMNS + "FROM project" + OWN;

  /** FOR SHARE keeps the project from being archived until the transaction is over. */
  static final String HOLD = FIND + "FOR SHARE";

  static final String LOCK = FIND + "FOR NO KEY UPDATE";

  /** One page by the owner, newest first; the nulls leave their filter out. */
  static final String LIST =
      "SELECT"
          + COLUMNS
          + """
          FROM project
          WHERE tenant = $1 AND principal = $2 AND project_no < $3
            AND ($4::text IS NULL OR status = $4)
            AND ($5::text IS NULL OR $5 = ANY(tags))
            AND ($6::text IS NULL OR starts_with(project, $6) OR starts_with(title, $6))
          ORDER BY project_no DESC LIMIT $7
          """;

  /** The nulls leave their column as it is; tags are separated by U+001F. */
  static final String CHANGE =
      """
      UPDATE project SET
        title = coalesce($4, title),
        tags = CASE WHEN $5::text IS NULL THEN tags
          ELSE string_to_array($5::text, E'\\x1f') END,
        status = coalesce($6, status),
        archived_at = CASE WHEN coalesce($6, status) = 'archived'
          THEN coalesce(archived_at, now()) END,
        version = version + 1, updated_at = now()
      """
          + OWN
          + "RETURNING"
          + COLUMNS;

  /**
   * What an archiving is about, and the value that confirms it: for this version of the project and
   * this number of live sessions only.
   */
  static final String ARCHIVE_PLAN =
      """
      WITH own AS (
        SELECT p.version, p.key_seed, p.status, p.archived_at,
          (SELECT count(*) FROM session_project b
            JOIN session s ON s.session_no = b.session_no
            WHERE s.tenant = $1 AND s.principal = $2 AND b.project = $3 AND s.ended_at IS NULL)
            AS sessions,
          (SELECT coalesce(sum(j.last_number), 0)::bigint FROM journal j
            WHERE j.tenant = $1 AND j.principal = $2 AND j.project = $3 AND j.log = 'main')
            AS entries
        FROM project p WHERE p.tenant = $1 AND p.principal = $2 AND p.project = $3)
      SELECT version, sessions, entries, status,
        to_char(archived_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS archived_at,
        version || '-' || encode(sha256(uuid_send(key_seed)
          || convert_to(concat('archive:', version, ':', sessions), 'UTF8')), 'hex') AS confirm
      FROM own
      """;

  /** Each is about the row as the transaction has made it. */
  static final String AUDIT_CREATED =
      audit("'project_created', json_build_object('by', $4::text)::text");

  static final String AUDIT_CHANGED =
      audit(
          "'project_changed', json_build_object('version', version, 'status', status,"
              + " 'title', title, 'tags', tags)::text");

  static final String AUDIT_ARCHIVED =
      audit(
          "'project_archived', json_build_object('version', version,"
              + " 'live_sessions', $4::bigint)::text");

  static final String AUDIT_LIST =
      """
      SELECT a.audit_no, a.act, a.principal, a.detail,
        to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
      FROM project_audit a
      WHERE a.project_no = $1 AND a.tenant = $2 AND a.principal = $3 AND a.audit_no < $4
      ORDER BY a.audit_no DESC LIMIT $5
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          CREATE,
          FIND,
          HOLD,
          LOCK,
          LIST,
          CHANGE,
          ARCHIVE_PLAN,
          AUDIT_CREATED,
          AUDIT_CHANGED,
          AUDIT_ARCHIVED,
          AUDIT_LIST);

  private RegisterSql() {}

  private static String audit(String actAndDetail) {
    return "INSERT INTO project_audit (project_no, tenant, principal, project, act, detail)"
        + " SELECT project_no, tenant, principal, project, "
        + actAndDetail
        + " FROM project"
        + OWN;
  }
}
