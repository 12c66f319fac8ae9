package dev.holdfast.registry.store;

import java.util.List;

/**
 * The statements that count open sessions. A count is locked after every other row, in the order of
 * its key.
 */
public final class SessionCountSql {
  private static final String ASKED =
      """
      SELECT tenant, principal, count(*) AS n
      FROM unnest($1::text[], $2::text[]) AS a (tenant, principal) GROUP BY tenant, principal
      """;

  /** The owners of new sessions, one row for each; answers with what each has open then. */
  static final String ADD =
      """
      INSERT INTO session_count AS c (tenant, principal, open)
      SELECT tenant, principal, n FROM (%s) asked ORDER BY tenant, principal
      ON CONFLICT (tenant, principal) DO UPDATE SET open = c.open + EXCLUDED.open
      RETURNING tenant, principal, open
      """
          .formatted(ASKED);

  /** What a principal has open, without waiting for anybody. */
  static final String OF_PRINCIPAL =
      """
      SELECT open FROM session_count WHERE tenant = $1 AND principal = $2
      """;

  /** The owners of sessions that are over. */
  static final String REMOVE =
      """
      WITH asked AS (%s),
      held AS (
        SELECT c.tenant, c.principal, asked.n FROM session_count c
        JOIN asked ON asked.tenant = c.tenant AND asked.principal = c.principal
        ORDER BY c.tenant, c.principal FOR NO KEY UPDATE OF c)
      UPDATE session_count c SET open = GREATEST(0, c.open - held.n) FROM held
      WHERE c.tenant = held.tenant AND c.principal = held.principal
      """
          .formatted(ASKED);

  /** Whoever makes sessions of these tenants does so one after the other, where that counts. */
  static final String LOCK_TENANTS =
      """
      SELECT pg_advisory_xact_lock(hashtextextended('sessions of tenant ' || tenant, 0))
      FROM (SELECT DISTINCT tenant FROM unnest($1::text[]) AS a (tenant) ORDER BY tenant) asked
      """;

  /** After that lock, in a statement of its own, which sees what its last holder committed. */
  static final String OF_TENANTS =
      """
      SELECT tenant, open_sessions_of(tenant) AS open
      FROM (SELECT DISTINCT tenant FROM unnest($1::text[]) AS a (tenant)) asked
      """;

  private static final String OPEN =
      """
      (SELECT count(*) FROM session s
        WHERE s.tenant = o.tenant AND s.principal = o.principal AND s.ended_at IS NULL)\
      """;

  /**
   * The next principals after $1 and $2, and whether their count is wrong. That one statement sees
   * sessions and counts of the same moment, which agree where all that is open was counted.
   */
  static final String LOOK =
      """
      WITH owners AS (
        (SELECT tenant, principal FROM session_count
          WHERE (tenant, principal) > ($1::text, $2::text) ORDER BY tenant, principal LIMIT $3)
        UNION
        (SELECT DISTINCT tenant, principal FROM session
          WHERE (tenant, principal) > ($1::text, $2::text) ORDER BY tenant, principal LIMIT $3)
        ORDER BY tenant, principal LIMIT $3)
      SELECT o.tenant, o.principal, coalesce(c.open, 0) <> %s AS wrong
      FROM owners o LEFT JOIN session_count c ON c.tenant = o.tenant AND c.principal = o.principal
      ORDER BY o.tenant, o.principal
      """
          .formatted(OPEN);

  /** Makes and locks the count of a principal. */
  static final String LOCK =
      """
      INSERT INTO session_count AS c (tenant, principal, open) VALUES ($1, $2, 0)
      ON CONFLICT (tenant, principal) DO UPDATE SET open = c.open
      """;

  /** After that lock, in a statement of its own, which sees what its last holder committed. */
  static final String RECOUNT =
      """
      UPDATE session_count o SET open = %s WHERE o.tenant = $1 AND o.principal = $2
      """
          .formatted(OPEN);

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(ADD, OF_PRINCIPAL, REMOVE, LOCK_TENANTS, OF_TENANTS, LOOK, LOCK, RECOUNT);

  private SessionCountSql() {}
}
