package dev.holdfast.registry.store;

import java.util.List;

/** Every statement about API keys. */
public final class KeySql {
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private static final String COLUMNS =
      " key_no, key_id, tenant, principal, scope, agents, label, created_by,"
          + " to_char(created_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS created_at, to_char(expires_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS expires_at, to_char(revoked_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS revoked_at, to_char(last_used_at AT TIME ZONE 'UTC', "
          + TIME
          + ") AS last_used_at ";

  /** The holder, and whether a minute has passed since the use was noted. */
  static final String FIND =
      """
      SELECT key_id, tenant, principal, scope, agents,
        last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS unnoted
      FROM credential
      WHERE credential_hash = $1 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())
      """;

  /** Looks again, because every pod that sees the key writes. */
  static final String NOTE_USE =
      """
      UPDATE credential SET last_used_at = now()
      WHERE credential_hash = $1
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  /** Those of the keys and shares that are valid; a share ends with its session. */
  static final String VALID =
      """
      SELECT key_id FROM credential
      WHERE key_id = ANY($1::text[]) AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())
      UNION ALL
      SELECT h.share_id FROM session_share h
      JOIN session s
        ON s.session_no = h.session_no AND s.tenant = h.tenant AND s.principal = h.principal
      WHERE h.share_id = ANY($1::text[]) AND h.revoked_at IS NULL AND h.expires_at > now()
        AND s.ended_at IS NULL
      """;

  static final String CREATE =
      """
      INSERT INTO credential
        (key_id, credential_hash, tenant, principal, scope, label, created_by, expires_at, agents)
      VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8::bigint * interval '1 second', $9)
      RETURNING
      """
          + COLUMNS;

  static final String LIST =
      "SELECT"
          + COLUMNS
          + """
          FROM credential
          WHERE tenant = $1 AND ($2::text IS NULL OR principal = $2)
            AND ($3::bigint IS NULL OR key_no < $3)
          ORDER BY key_no DESC LIMIT $4
          """;

  /**
   * No row where the key is not this tenant's, or is not valid any more, or is an operator's: its
   * secret would allow the tenant's administrator more than their own.
   */
  static final String SHORTEN =
      """
      WITH old AS (
        SELECT key_no, principal, scope, agents, label, expires_at - created_at AS lifetime
        FROM credential
        WHERE tenant = $1 AND key_id = $2 AND revoked_at IS NULL AND scope <> 'operator'
          AND (expires_at IS NULL OR expires_at > now())
        FOR UPDATE)
      UPDATE credential c
      SET expires_at = least(c.expires_at, now() + $3::bigint * interval '1 second')
      FROM old WHERE c.key_no = old.key_no
      RETURNING old.principal, old.scope, old.agents, old.label,
        extract(epoch FROM old.lifetime)::bigint AS lifetime_s
      """;

  static final String REVOKE =
      """
      UPDATE credential SET revoked_at = coalesce(revoked_at, now())
      WHERE tenant = $1 AND key_id = $2
      RETURNING
      """
          + COLUMNS;

  /** For the test that prepares each of them. */
  public static final List<String> ALL =
      List.of(FIND, NOTE_USE, VALID, CREATE, LIST, SHORTEN, REVOKE);

  private KeySql() {}
}
