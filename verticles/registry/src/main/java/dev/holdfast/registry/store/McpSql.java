package dev.holdfast.registry.store;

import java.util.List;

/** The statements of sessions of the Model Context Protocol. */
public final class McpSql {
  static final String OPEN =
      """
      INSERT INTO mcp_session
        (tenant, principal, mcp_session_id, protocol_version, client, capabilities)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  /**
   * For one or many, each row with the place of its question, from 1; none where the binding has
   * ended, whatever ended it. The subquery goes by the index whatever the planner believes of a
   * table that was never analysed.
   */
  static final String FIND =
      """
      SELECT asked.member, found.*
      FROM unnest($1::text[], $2::text[], $3::text[])
        WITH ORDINALITY AS asked (tenant, principal, id, member)
      CROSS JOIN LATERAL (
        SELECT s.session_no, s.session_id, m.protocol_version, m.capabilities, m.log_level
        FROM mcp_session m
        JOIN binding b
          ON b.tenant = m.tenant AND b.principal = m.principal AND b.kind = 'mcp'
            AND b.transport_id = m.mcp_session_id AND b.ended_at IS NULL
        JOIN session s
          ON s.session_no = b.session_no AND s.tenant = b.tenant AND s.principal = b.principal
            AND s.ended_at IS NULL
        WHERE m.tenant = asked.tenant AND m.principal = asked.principal
          AND m.mcp_session_id = asked.id
        LIMIT 1) found
      """;

  /**
   * On record, in the same statement, which forgets what only a live one needs; no row where
   * nothing was live.
   */
  static final String CLOSE =
      """
      WITH b AS (
        UPDATE binding SET ended_at = now(), end_cause = 'closed'
        WHERE tenant = $1 AND principal = $2 AND kind = 'mcp' AND transport_id = $3
          AND ended_at IS NULL
        RETURNING session_no, tenant, principal),
      noted AS (
        INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
        SELECT s.session_no, s.tenant, s.principal, s.session_id, 'binding_closed',
          json_build_object('kind', 'mcp')::text
        FROM b JOIN session s USING (session_no, tenant, principal)),
      unsubscribed AS (
        DELETE FROM mcp_subscription u USING b
        WHERE u.tenant = b.tenant AND u.principal = b.principal AND u.mcp_session_id = $3),
      forgotten AS (
        UPDATE mcp_session o SET roots = NULL FROM b
        WHERE o.tenant = b.tenant AND o.principal = b.principal AND o.mcp_session_id = $3
          AND o.roots IS NOT NULL)
      SELECT s.session_no, s.session_id, m.protocol_version, m.capabilities, m.log_level
      FROM b JOIN session s USING (session_no, tenant, principal)
      JOIN mcp_session m
        ON m.tenant = b.tenant AND m.principal = b.principal AND m.mcp_session_id = $3
      """;

  static final String SET_LOG_LEVEL =
      """
      UPDATE mcp_session SET log_level = $4
      WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3
      """;

  /** An answer counts only for the question that was asked last. */
  static final String SET_ROOTS =
      """
      UPDATE mcp_session SET roots = $4::text,
        roots_asked = roots_asked + CASE WHEN $4::text IS NULL THEN 1 ELSE 0 END
      WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3
        AND ($4::text IS NULL OR roots_asked = $5)
      """;

  static final String ROOTS =
      """
      SELECT roots FROM mcp_session
      WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3
      """;

  /** Begins one, while there are fewer than $5; no row where it was there, or may not be. */
  static final String SUBSCRIBE =
      """
      INSERT INTO mcp_subscription (tenant, principal, mcp_session_id, uri)
      SELECT $1, $2, $3, $4 WHERE (
        SELECT count(*) FROM mcp_subscription
        WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3) < $5
      ON CONFLICT DO NOTHING
      """;

  static final String UNSUBSCRIBE =
      """
      DELETE FROM mcp_subscription
      WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3 AND uri = $4
      """;

  static final String SUBSCRIPTIONS =
      """
      SELECT uri FROM mcp_subscription
      WHERE tenant = $1 AND principal = $2 AND mcp_session_id = $3
      """;

  /**
   * How many stand, of all owners, and what those of $4 subscribe to; no row where one was closed
   * or its session has ended.
   */
  static final String CHECK =
      """
      SELECT w.tenant, w.principal, w.id, s.session_no, s.session_id,
        CASE WHEN w.changed THEN ARRAY(
          SELECT u.uri FROM mcp_subscription u
          WHERE u.tenant = w.tenant AND u.principal = w.principal AND u.mcp_session_id = w.id)
        ELSE ARRAY[]::text[] END AS uris,
        CASE WHEN m.roots IS NULL AND jsonb_exists(m.capabilities::jsonb, 'roots')
          THEN m.roots_asked ELSE 0 END AS asks_roots
      FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
        AS w (tenant, principal, id, changed)
      JOIN mcp_session m
        ON m.tenant = w.tenant AND m.principal = w.principal AND m.mcp_session_id = w.id
      JOIN binding b
        ON b.tenant = w.tenant AND b.principal = w.principal AND b.kind = 'mcp'
          AND b.transport_id = w.id AND b.ended_at IS NULL
      JOIN session s
        ON s.session_no = b.session_no AND s.tenant = b.tenant AND s.principal = b.principal
          AND s.ended_at IS NULL
      """;

  /** Of a tombstone: what leads nowhere else by now. */
  static final String DELETE =
      """
      DELETE FROM mcp_session m USING binding b
      WHERE b.session_no = $1 AND b.kind = 'mcp' AND b.tenant = m.tenant
        AND b.principal = m.principal AND b.transport_id = m.mcp_session_id
        AND NOT EXISTS (
          SELECT FROM binding o
          WHERE o.tenant = m.tenant AND o.principal = m.principal AND o.kind = 'mcp'
            AND o.transport_id = m.mcp_session_id AND o.session_no <> $1 AND o.ended_at IS NULL)
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          OPEN,
          FIND,
          CLOSE,
          SET_LOG_LEVEL,
          SET_ROOTS,
          ROOTS,
          SUBSCRIBE,
          UNSUBSCRIBE,
          SUBSCRIPTIONS,
          CHECK,
          DELETE);

  private McpSql() {}
}
