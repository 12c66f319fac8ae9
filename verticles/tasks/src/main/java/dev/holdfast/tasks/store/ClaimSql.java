package dev.holdfast.tasks.store;

import java.util.List;

/** The statements that give sessions to pods, and those that let blocked sessions go on. */
public final class ClaimSql {
  /** What the index of ready sessions holds, word for word, so that it is used. */
  private static final String WAITS =
      "q.lease_token IS NULL AND q.unfinished > 0 AND q.blocked_on IS NULL AND q.ready_at <"
          + " 'infinity'";

  /**
   * Claims up to $2 sessions for pod $1, by turns: tenants after $3 in the order of their names,
   * each up to an equal part; within a tenant by priority, then the longest ready first. Each gets
   * a token of its own. A row for each tenant that was looked at, also where nothing was claimed.
   *
   * <p>The next tenant, and a tenant's next session, are each one probe of the index: what waits
   * behind them costs nothing. Rows are locked as they are taken, so no more are locked than are
   * claimed; the priorities are walked in the order in which they are generated.
   */
  static final String CLAIM =
      """
      WITH RECURSIVE tenant (name, n) AS (
        (SELECT q.of_tenant, 1 FROM session_queue q WHERE %1$s AND q.of_tenant > $3 ORDER BY q.of_tenant LIMIT 1)
        UNION ALL
        SELECT following.of_tenant, tenant.n + 1 FROM tenant CROSS JOIN LATERAL (
          SELECT q.of_tenant FROM session_queue q WHERE %1$s AND q.of_tenant > tenant.name
          ORDER BY q.of_tenant LIMIT 1) following
        WHERE tenant.n < $4),
      part AS (SELECT greatest($2 / greatest(count(*), 1), 1) AS size FROM tenant),
      chosen AS (
        SELECT own.session_no FROM tenant CROSS JOIN LATERAL (
          SELECT ready.session_no
          FROM generate_series(9, 0, -1) AS urgent(priority) CROSS JOIN LATERAL (
            SELECT q.session_no FROM session_queue q
            WHERE %1$s AND q.of_tenant = tenant.name AND q.priority = urgent.priority AND q.ready_at <= now()
            ORDER BY q.ready_at LIMIT (SELECT size FROM part) FOR UPDATE SKIP LOCKED) ready
          LIMIT (SELECT size FROM part)) own
        LIMIT $2),
      claimed AS (
        UPDATE session_queue q SET lease_owner = $1, lease_token = nextval('lease_token')
        FROM chosen WHERE q.session_no = chosen.session_no
        RETURNING q.session_no, q.lease_token, q.of_tenant)
      SELECT tenant.name, claimed.session_no, claimed.lease_token
      FROM tenant LEFT JOIN claimed ON claimed.of_tenant = tenant.name
      ORDER BY tenant.n
      """
          .formatted(WAITS);

  /** Claims up to $3 of the sessions that wait for $2, the more urgent and longest ready first. */
  static final String CLAIM_BLOCKED =
      """
      WITH ready AS (
        SELECT session_no FROM session_queue
        WHERE blocked_on = $2 AND ready_at <= now()
        ORDER BY of_tenant, priority DESC, ready_at LIMIT $3 FOR UPDATE SKIP LOCKED)
      UPDATE session_queue q SET blocked_on = NULL, lease_owner = $1, lease_token = nextval('lease_token')
      FROM ready WHERE q.session_no = ready.session_no
      RETURNING q.session_no, q.lease_token
      """;

  /**
   * Lets up to $3 sessions that wait for $1 be claimed again, by turns as {@link #CLAIM} does. What
   * somebody else has locked is left: the check of the counts comes by again.
   */
  static final String UNBLOCK =
      """
      WITH RECURSIVE tenant (name, n) AS (
        (SELECT q.of_tenant, 1 FROM session_queue q WHERE q.blocked_on = $1 AND q.of_tenant > $2
         ORDER BY q.of_tenant LIMIT 1)
        UNION ALL
        SELECT following.of_tenant, tenant.n + 1 FROM tenant CROSS JOIN LATERAL (
          SELECT q.of_tenant FROM session_queue q WHERE q.blocked_on = $1 AND q.of_tenant > tenant.name
          ORDER BY q.of_tenant LIMIT 1) following
        WHERE tenant.n < $3),
      part AS (SELECT greatest($3 / greatest(count(*), 1), 1) AS size FROM tenant),
      chosen AS (
        SELECT own.session_no FROM tenant CROSS JOIN LATERAL (
          SELECT q.session_no FROM session_queue q
          WHERE q.blocked_on = $1 AND q.of_tenant = tenant.name
          ORDER BY q.priority DESC, q.ready_at LIMIT (SELECT size FROM part)
          FOR UPDATE SKIP LOCKED) own
        LIMIT $3)
      UPDATE session_queue q SET blocked_on = NULL
      FROM chosen WHERE q.session_no = chosen.session_no
      RETURNING q.of_tenant
      """;

  /** What waits for a worker of none of the kinds $1, which are as {@code worker:name/1}. */
  static final String UNBLOCK_FORGOTTEN =
      """
      UPDATE session_queue SET blocked_on = NULL
      WHERE blocked_on LIKE 'worker:%'
        AND split_part(blocked_on, E'\n', 1) || '/'
          || (length(blocked_on) - length(replace(blocked_on, E'\n', ''))) <> ALL($1)
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(CLAIM, CLAIM_BLOCKED, UNBLOCK, UNBLOCK_FORGOTTEN);

  private ClaimSql() {}
}
