package dev.holdfast.registry.store;

import java.util.List;

/** The statements of shares. A share is valid while it is not over and its session lives. */
public final class ShareSql {
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private static final String COLUMNS =
      " h.share_no, h.share_id, s.session_id, h.label,"
          + " h.revoked_at IS NULL AND h.expires_at > now() AND s.ended_at IS NULL AS valid,"
          + " to_char(h.created_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS created_at, to_char(h.expires_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS expires_at, to_char(h.revoked_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS revoked_at ";

  /** What may be read behind the wall of what is written: never the hash. */
  private static final String SHOWN =
      " share_no, share_id, session_no, label, created_at, expires_at, revoked_at";

  static final String COUNT_VALID =
      """
      SELECT count(*) AS shares FROM session_share
      WHERE session_no = $1 AND tenant = $2 AND principal = $3
        AND revoked_at IS NULL AND expires_at > now()
      """;

  static final String CREATE =
      """
      WITH h AS (
        INSERT INTO session_share
          (session_no, tenant, principal, share_id, token_hash, label, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, now() + $7::bigint * interval '1 second')
        RETURNING
      """
          + SHOWN
          + ")\nSELECT"
          + COLUMNS
          + "FROM h JOIN session s ON s.session_no = h.session_no";

  static final String LIST =
      "SELECT"
          + COLUMNS
          + """
          FROM session_share h JOIN session s ON s.session_no = h.session_no
          WHERE h.session_no = $1 AND h.tenant = $2 AND h.principal = $3 AND h.share_no < $4
          ORDER BY h.share_no DESC LIMIT $5
          """;

  /** A row for each share of that id, with whether it was revoked before. */
  static final String LOCK =
      """
      SELECT revoked_at IS NOT NULL AS revoked FROM session_share
      WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND share_id = $4 FOR UPDATE
      """;

  static final String REVOKE =
      """
      WITH h AS (
        UPDATE session_share SET revoked_at = coalesce(revoked_at, now())
        WHERE session_no = $1 AND tenant = $2 AND principal = $3 AND share_id = $4
        RETURNING
      """
          + SHOWN
          + ")\nSELECT"
          + COLUMNS
          + "FROM h JOIN session s ON s.session_no = h.session_no";

  static final String AUDIT =
      """
      INSERT INTO audit (session_no, tenant, principal, session_id, act, detail)
      VALUES ($1, $2, $3, $4, $5, json_build_object('share_id', $6::text)::text)
      """;

  /** Which session a token opens; no row where it opens none. */
  static final String FIND =
      """
      SELECT h.share_id, h.tenant, h.principal, h.session_no, s.session_id
      FROM session_share h
      JOIN session s
        ON s.session_no = h.session_no AND s.tenant = h.tenant AND s.principal = h.principal
      WHERE h.token_hash = $1 AND h.revoked_at IS NULL AND h.expires_at > now()
        AND s.ended_at IS NULL
      """;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(COUNT_VALID, CREATE, LIST, LOCK, REVOKE, AUDIT, FIND);

  private ShareSql() {}
}
