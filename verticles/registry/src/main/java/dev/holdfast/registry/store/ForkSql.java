package dev.holdfast.registry.store;

import java.util.List;

/** The statements of a fork, in the order of their locks. */
public final class ForkSql {
  /** FOR SHARE keeps the parent from becoming a tombstone while it is read. */
  static final String PARENT =
      """
      SELECT session_no FROM session
      WHERE tenant = $1 AND principal = $2 AND session_id = $3 AND tombstoned_at IS NULL FOR SHARE
      """;

  /** Locks nothing: a parent at work is not held up, and what it adds later is not copied. */
  static final String HEAD =
      """
      SELECT l.last_seq FROM session_log l JOIN session s ON s.session_no = l.session_no
      WHERE l.session_no = $1 AND s.tenant = $2 AND s.principal = $3
      """;

  /** How many events are left up to number $2; counts no further than $5. */
  static final String COUNT =
      """
      SELECT count(*) AS events FROM (
        SELECT FROM session_event e JOIN session s ON s.session_no = e.session_no
        WHERE e.session_no = $1 AND e.seq <= $2 AND s.tenant = $3 AND s.principal = $4
        LIMIT $5) counted
      """;

  /** No row where the id is taken. */
  static final String CREATE =
      """
      WITH made AS (
        INSERT INTO session (tenant, principal, session_id, forked_from_id, forked_from_seq)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, principal, session_id) DO NOTHING RETURNING session_no),
      audited AS (
        INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
        SELECT session_no, $1, $2, $3, 'session_started',
          json_build_object('forked_from', $4::text, 'seq', $5::bigint)::text FROM made)
      SELECT session_no FROM made
      """;

  /** By itself: the wall looks for the session's row, which must be there before the statement. */
  static final String LOG =
      """
      INSERT INTO session_log (session_no)
      SELECT session_no FROM session WHERE session_no = $1 AND tenant = $2 AND principal = $3
      """;

  /** Keeps the parent's project from being archived meanwhile; no row: it has none, or it is. */
  static final String HOLD_PROJECT =
      """
      SELECT r.project_no FROM session_project p
      JOIN project r ON r.tenant = $2 AND r.principal = $3 AND r.project = p.project
      WHERE p.session_no = $1 AND r.status <> 'archived' FOR SHARE OF r
      """;

  /** The parent's binding: to project $5, which is held, or to none where it is a sentinel. */
  static final String COPY_PROJECT =
      """
      WITH copied AS (
        INSERT INTO session_project (session_no, project, mode, repo_root, project_key, version)
        SELECT $2, p.project, p.mode, p.repo_root, p.project_key, 1 FROM session_project p
        JOIN session s ON s.session_no = p.session_no
        LEFT JOIN project r ON r.tenant = $3 AND r.principal = $4 AND r.project = p.project
        WHERE p.session_no = $1 AND s.tenant = $3 AND s.principal = $4
          AND (p.project IS NULL OR r.project_no = $5::bigint)
        RETURNING session_no, project, mode, generation)
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      SELECT c.session_no, $3, $4, $6, 'project_set',
        json_build_object('project', c.project, 'version', 1, 'mode', c.mode, 'generation', c.generation)::text
      FROM copied c
      """;

  static final String AUDIT =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, 'session_forked',
        json_build_object('fork', $5::text, 'seq', $6::bigint, 'reason', $7::text)::text)
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(PARENT, HEAD, COUNT, CREATE, LOG, HOLD_PROJECT, COPY_PROJECT, AUDIT);

  private ForkSql() {}
}
