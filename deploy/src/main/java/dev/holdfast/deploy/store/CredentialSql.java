package dev.holdfast.deploy.store;

import java.util.List;

/** The statements for the development credential. */
final class CredentialSql {
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

  static final List<String> ALL = List.of(GRANT, REVOKE_OTHERS);

  private CredentialSql() {}
}
