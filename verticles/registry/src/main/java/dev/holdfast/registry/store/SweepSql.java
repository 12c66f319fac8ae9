package dev.holdfast.registry.store;

import java.util.List;

/**
 * The statements of the sweep and of what keeps a session from it. They are about sessions of all
 * owners; several pods run them at once, and what one has locked the others skip.
 */
public final class SweepSql {
  /** Not where it was noted within $2 milliseconds. */
  static final String NOTE_ACTIVITY =
      """
      WITH free AS (
        SELECT session_no FROM session
        WHERE session_no = ANY($1::bigint[]) AND ended_at IS NULL
          AND last_active_at < now() - $2::bigint * interval '1 millisecond'
        ORDER BY session_no FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE session s SET last_active_at = now() FROM free WHERE s.session_no = free.session_no
      """;

  static final String LOCK_IDLE =
      """
      SELECT session_no, tenant, principal, session_id FROM session
      WHERE ended_at IS NULL AND last_active_at < now() - $1::bigint * interval '1 second'
        AND session_no >= $2
      ORDER BY session_no LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
      """;

  static final String LOCK_OLD =
      """
      SELECT session_no, tenant, principal, session_id FROM session
      WHERE ended_at IS NULL AND created_at < now() - $1::bigint * interval '1 second'
        AND session_no >= $2
      ORDER BY session_no LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
      """;

  static final String TOMBSTONE =
      """
      UPDATE session SET tombstoned_at = now() WHERE session_no IN (
        SELECT session_no FROM session
        WHERE ended_at < now() - $1::bigint * interval '1 second' AND tombstoned_at IS NULL
        ORDER BY ended_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
      """;

  static final String TOMBSTONES =
      """
      SELECT session_no FROM session
      WHERE tombstoned_at < now() - $1::bigint * interval '1 second' AND session_no >= $2
      ORDER BY session_no LIMIT $3
      """;

  static final String DELETE_EVENTS =
      """
      DELETE FROM session_event WHERE session_no = $1 AND seq IN (
        SELECT e.seq FROM session_event e
        JOIN session s ON s.session_no = e.session_no AND s.tombstoned_at IS NOT NULL
        WHERE e.session_no = $1 ORDER BY e.seq LIMIT $2)
      """;

  static final String DELETE_APPEND_KEYS =
      """
      DELETE FROM journal_append
      WHERE session_no = $1 AND (tenant, principal, idempotency_key) IN (
        SELECT a.tenant, a.principal, a.idempotency_key FROM journal_append a
        JOIN session s ON s.session_no = a.session_no AND s.tombstoned_at IS NOT NULL
        WHERE a.session_no = $1 LIMIT $2)
      """;

  /** No row: another pod deletes it. */
  static final String LOCK_TOMBSTONE =
      """
      SELECT session_no FROM session WHERE session_no = $1 AND tombstoned_at IS NOT NULL
      FOR UPDATE SKIP LOCKED
      """;

  static final String DELETE_BINDINGS = "DELETE FROM binding WHERE session_no = $1";
  static final String DELETE_SHARES = "DELETE FROM session_share WHERE session_no = $1";
  static final String DELETE_PROJECT = "DELETE FROM session_project WHERE session_no = $1";
  static final String DELETE_LOG = "DELETE FROM session_log WHERE session_no = $1";
  static final String DELETE_SESSION = "DELETE FROM session WHERE session_no = $1";

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          NOTE_ACTIVITY,
          LOCK_IDLE,
          LOCK_OLD,
          TOMBSTONE,
          TOMBSTONES,
          DELETE_EVENTS,
          DELETE_APPEND_KEYS,
          LOCK_TOMBSTONE,
          DELETE_BINDINGS,
          DELETE_SHARES,
          DELETE_PROJECT,
          DELETE_LOG,
          DELETE_SESSION);

  private SweepSql() {}
}
