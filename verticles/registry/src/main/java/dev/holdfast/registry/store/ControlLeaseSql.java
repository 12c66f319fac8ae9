package dev.holdfast.registry.store;

import java.util.List;

/**
 * The statements about who controls a session. What changes it locks the session's row first, and
 * so waits for the commands that hold it.
 */
public final class ControlLeaseSql {
  private static final String STATE =
      """
      control_epoch, control_holder, control_label, coalesce(control_until > now(), false) AS held,
        to_char(control_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS control_until
      """;

  /** $4 is the hash of a token, or null. */
  static final String LOCK =
      """
      SELECT ended_at IS NOT NULL AS ended, coalesce(control_hash = $4::text, false) AS current,
        %s
      FROM session WHERE session_no = $1 AND tenant = $2 AND principal = $3 FOR NO KEY UPDATE
      """
          .formatted(STATE);

  static final String TAKE =
      """
      UPDATE session SET control_epoch = control_epoch + 1, control_hash = $4, control_holder = $5,
        control_label = $6, control_until = clock_timestamp() + $7::bigint * interval '1 millisecond'
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
      RETURNING %s
      """
          .formatted(STATE);

  static final String GO_ON =
      """
      UPDATE session SET control_until = clock_timestamp() + $4::bigint * interval '1 millisecond'
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
      RETURNING %s
      """
          .formatted(STATE);

  static final String RELEASE =
      """
      UPDATE session SET control_hash = NULL, control_holder = NULL, control_label = NULL,
        control_until = NULL
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
      RETURNING %s
      """
          .formatted(STATE);

  static final String GET =
      """
      SELECT %s FROM session
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND tombstoned_at IS NULL
      """
          .formatted(STATE);

  /**
   * Of many owners: prolongs the leases whose hash is still the current one and of which less than
   * two thirds are left. What somebody has locked is left out, so that nobody waits for the one who
   * waits for him; it is asked for again soon.
   */
  static final String RENEW =
      """
      WITH asked AS (
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
          AS a (session_no, tenant, principal, hash)),
      free AS (
        SELECT s.session_no FROM session s JOIN asked USING (session_no)
        WHERE s.tenant = asked.tenant AND s.principal = asked.principal AND s.ended_at IS NULL
          AND s.control_hash = asked.hash
          AND s.control_until < clock_timestamp() + $5::bigint * 2 / 3 * interval '1 millisecond'
        ORDER BY s.session_no FOR NO KEY UPDATE OF s SKIP LOCKED)
      UPDATE session s SET control_until = clock_timestamp() + $5::bigint * interval '1 millisecond'
      FROM free WHERE s.session_no = free.session_no
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LOCK, TAKE, GO_ON, RELEASE, GET, RENEW);

  private ControlLeaseSql() {}
}
