package dev.holdfast.deploy.store;

import java.util.List;

/** Every statement of this module. */
final class DeploySql {
  /**
   * A credential that had been revoked counts again when it is given again. Who runs a fleet on a
   * laptop is its operator.
   */
  static final String GRANT =
      """
      INSERT INTO credential (credential_hash, tenant, principal, label, scope)
      VALUES (?, ?, ?, ?, 'operator')
      ON CONFLICT (credential_hash) DO UPDATE SET revoked_at = NULL, scope = EXCLUDED.scope
      """;

  /** The same for the key of a worker. */
  static final String GRANT_WORKER =
      """
      INSERT INTO credential (credential_hash, tenant, principal, label, scope, agents)
      VALUES (?, ?, ?, ?, 'worker', ?)
      ON CONFLICT (credential_hash) DO UPDATE SET revoked_at = NULL, agents = EXCLUDED.agents
      """;

  static final String REVOKE_OTHERS =
      """
      UPDATE credential SET revoked_at = now()
      WHERE label = ? AND credential_hash <> ? AND revoked_at IS NULL
      """;

  /** Repeatable migrations have no version; there is none. */
  static final String MIGRATIONS =
      "SELECT version, success FROM flyway_schema_history WHERE version IS NOT NULL";

  static final String PING = "SELECT 1";

  /** Milliseconds since 1970, now and not at the start of the transaction. */
  static final String CLOCK = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  /**
   * Whether the wall that is for clients stands before the user itself, and who owns the tables.
   */
  static final String WALLED =
      """
      SELECT row_security_active(oid), pg_get_userbyid(relowner) FROM pg_class
      WHERE oid = 'session'::regclass
      """;

  /** What the connections that serve clients do first; ends with the statement. */
  static final String STEP_BEHIND = "SELECT set_config('role', 'holdfast_client', true)";

  static final String KEY_CREATE =
      """
      INSERT INTO credential
        (key_id, credential_hash, tenant, principal, scope, label, expires_at, agents)
      VALUES (?, ?, ?, ?, ?, ?, now() + ?::bigint * interval '1 second', ?)
      """;

  static final String KEY_LIST =
      """
      SELECT key_id, principal, scope, agents, label, created_at, expires_at, last_used_at,
        CASE WHEN revoked_at IS NOT NULL THEN 'revoked'
          WHEN expires_at <= now() THEN 'expired' ELSE 'valid' END AS state
      FROM credential WHERE tenant = ? ORDER BY key_no DESC LIMIT ?
      """;

  /** No row where the key is not this tenant's, or is not valid any more. */
  static final String KEY_SHORTEN =
      """
      WITH old AS (
        SELECT key_no, principal, scope, agents, label, expires_at - created_at AS lifetime
        FROM credential
        WHERE tenant = ? AND key_id = ? AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > now())
        FOR UPDATE)
      UPDATE credential c
      SET expires_at = least(c.expires_at, now() + ?::bigint * interval '1 second')
      FROM old WHERE c.key_no = old.key_no
      RETURNING old.principal, old.scope, old.agents, old.label,
        extract(epoch FROM old.lifetime)::bigint AS lifetime_s
      """;

  static final String KEY_REVOKE =
      """
      UPDATE credential SET revoked_at = coalesce(revoked_at, now())
      WHERE tenant = ? AND key_id = ?
      """;

  static final List<String> ALL =
      List.of(
          GRANT,
          GRANT_WORKER,
          REVOKE_OTHERS,
          MIGRATIONS,
          PING,
          CLOCK,
          WALLED,
          STEP_BEHIND,
          KEY_CREATE,
          KEY_LIST,
          KEY_SHORTEN,
          KEY_REVOKE);

  private DeploySql() {}
}
