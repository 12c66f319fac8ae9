package dev.holdfast.deploy.store;

import java.util.List;

/** Every statement of this module. */
final class DeploySql {
  /** A credential that had been revoked counts again when it is given again. */
  static final String GRANT =
      """
      INSERT INTO credential (credential_hash, tenant, principal, label)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (credential_hash) DO UPDATE SET revoked_at = NULL
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

  static final List<String> ALL = List.of(GRANT, REVOKE_OTHERS, MIGRATIONS, PING);

  private DeploySql() {}
}
