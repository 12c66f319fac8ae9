package dev.holdfast.registry.store;

import java.util.List;

/**
 * The statements of a group. Rows are inserted in the order of their keys, so that two groups that
 * want the same ones wait for each other in one direction only. What another statement inserts
 * meanwhile is never read by the statement that lost to it, but by a later one.
 */
public final class GroupSql {
  /** How many milliseconds the rest of the transaction waits for any one lock. */
  static final String LOCK_LIMIT = "SELECT set_config('lock_timeout', $1, true)";

  /** A row for each id that was not taken; the audit entries follow with {@link #BIND}. */
  static final String CREATE =
      """
      WITH made AS (
        INSERT INTO session (tenant, principal, session_id)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (tenant, principal, session_id)
        ORDER BY tenant, principal, session_id
        ON CONFLICT (tenant, principal, session_id) DO NOTHING
        RETURNING session_no, tenant, principal, session_id),
      log AS (INSERT INTO session_log (session_no) SELECT session_no FROM made)
      SELECT session_no, tenant, principal, session_id FROM made
      """;

  /**
   * FOR SHARE keeps the sessions from being ended until the transaction is over. The subquery goes
   * by the index whatever the planner believes of a table that was never analysed.
   */
  private static final String HOLD_EACH =
      """
      SELECT held.session_no, held.ended, asked.tenant, asked.principal, asked.session_id
      FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS u (tenant, principal, session_id)
        ORDER BY tenant, principal, session_id) asked
      CROSS JOIN LATERAL (
        SELECT s.session_no, s.ended_at IS NOT NULL AS ended FROM session s
        WHERE s.tenant = asked.tenant AND s.principal = asked.principal
          AND s.session_id = asked.session_id
        LIMIT 1 FOR SHARE\
      """;

  /** Waits for whoever has locked one of them. */
  static final String HOLD = HOLD_EACH + ") held\n";

  /** Leaves out those that somebody has locked. */
  static final String HOLD_FREE = HOLD_EACH + " SKIP LOCKED) held\n";

  /**
   * $1-$7 are the ways in, of which those are bound that have no live binding; $8-$12 the sessions
   * that were made, each with the number of ways that it must have got to be kept, and therefore
   * told of in the audit trail.
   */
  static final String BIND =
      """
      WITH bound AS (
        INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
          AS asked (tenant, principal, kind, transport_id, session_no, source, pod)
        ORDER BY tenant, principal, kind = 'stable', kind, transport_id, session_no
        ON CONFLICT (tenant, principal, kind, transport_id) WHERE ended_at IS NULL DO NOTHING
        RETURNING binding_no, session_no, kind, transport_id),
      got AS (SELECT session_no, count(*) AS ways FROM bound GROUP BY session_no),
      audited AS (
        INSERT INTO audit (session_no, tenant, principal, session_id, act)
        SELECT made.session_no, made.tenant, made.principal, made.session_id, 'session_started'
        FROM unnest($8::bigint[], $9::text[], $10::text[], $11::text[], $12::bigint[])
          AS made (session_no, tenant, principal, session_id, ways)
        LEFT JOIN got USING (session_no)
        WHERE coalesce(got.ways, 0) >= made.ways)
      SELECT binding_no, session_no, kind, transport_id FROM bound
      """;

  /** Takes back sessions that this transaction made, and what it bound to them. */
  static final String UNDO =
      """
      WITH unbound AS (DELETE FROM binding WHERE session_no = ANY($1::bigint[])),
      unlogged AS (DELETE FROM session_log WHERE session_no = ANY($1::bigint[]))
      DELETE FROM session WHERE session_no = ANY($1::bigint[])
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(LOCK_LIMIT, CREATE, HOLD, HOLD_FREE, BIND, UNDO);

  private GroupSql() {}
}
