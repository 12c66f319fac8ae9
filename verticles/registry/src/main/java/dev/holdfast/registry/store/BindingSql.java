package dev.holdfast.registry.store;

import java.util.List;

/** The statements that show bindings and move them. */
public final class BindingSql {
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private static final String COLUMNS =
      " b.binding_no, b.kind, b.transport_id, s.session_no, s.session_id, b.source, b.pod,"
          + " b.end_cause, to_char(b.bound_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS bound_at, to_char(b.ended_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS ended_at ";

  private static final String OF_SESSION =
      """
       b JOIN session s
        ON s.session_no = b.session_no AND s.tenant = b.tenant AND s.principal = b.principal
      """;

  static final String LIST =
      "SELECT"
          + COLUMNS
          + "FROM binding"
          + OF_SESSION
          + """
          WHERE b.session_no = $1 AND b.tenant = $2 AND b.principal = $3 AND b.binding_no < $4
          ORDER BY b.binding_no DESC LIMIT $5
          """;

  /** FOR SHARE keeps the session from being ended until the transaction is over. */
  static final String HOLD =
      """
      SELECT session_no, ended_at IS NOT NULL AS ended FROM session
      WHERE tenant = $1 AND principal = $2 AND session_id = $3 FOR SHARE
      """;

  /** Waits for whoever moves or ends it; no row where it is not live any more by then. */
  static final String LOCK_LIVE =
      "SELECT"
          + COLUMNS
          + "FROM binding"
          + OF_SESSION
          + """
          WHERE b.tenant = $1 AND b.principal = $2 AND b.kind = $3 AND b.transport_id = $4
            AND b.ended_at IS NULL
          FOR UPDATE OF b
          """;

  static final String MOVE_AWAY =
      """
      UPDATE binding SET ended_at = now(), end_cause = 'rebound'
      WHERE binding_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NULL
      """;

  static final String BIND =
      """
      WITH b AS (
        INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)
        VALUES ($1, $2, $3, $4, $5, 'client', $6) RETURNING *)
      SELECT
      """
          + COLUMNS
          + "FROM b JOIN session s ON s.session_no = b.session_no";

  /** One entry for each of two sessions. */
  static final String AUDIT_REBOUND =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      SELECT side.session_no, $1, $2, side.session_id, 'binding_rebound',
        json_build_object('kind', $3::text, 'from', $5::text, 'to', $7::text)::text
      FROM (VALUES ($4::bigint, $5::text), ($6::bigint, $7::text)) AS side(session_no, session_id)
      """;

  static final String AUDIT_CONFLICT =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, 'binding_conflict',
        json_build_object('kind', $5::text, 'expected', $6::text, 'actual', $7::text)::text)
      """;

  /** Of all owners: bindings moved away that the shared cache may still know, from $1 on. */
  static final String STILL_CACHED =
      """
      SELECT binding_no, tenant, principal, kind, transport_id FROM binding
      WHERE end_cause = 'rebound' AND uncached_at IS NULL AND binding_no >= $1
      ORDER BY binding_no LIMIT $2
      """;

  static final String NOTE_UNCACHED =
      """
      UPDATE binding SET uncached_at = now()
      WHERE binding_no = $1 AND tenant = $2 AND principal = $3 AND ended_at IS NOT NULL
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(
          LIST,
          HOLD,
          LOCK_LIVE,
          MOVE_AWAY,
          BIND,
          AUDIT_REBOUND,
          AUDIT_CONFLICT,
          STILL_CACHED,
          NOTE_UNCACHED);

  private BindingSql() {}
}
