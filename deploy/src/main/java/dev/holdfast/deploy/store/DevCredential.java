package dev.holdfast.deploy.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** The credentials of the development mode, a key and a worker's; only hashes are stored. */
public final class DevCredential {
  private static final String TENANT = "default";
  private static final String PRINCIPAL = "dev";
  private static final String LABEL = "dev";
  private static final String WORKER_LABEL = "dev-worker";

  private DevCredential() {}

  /** Makes the token valid and every other development token invalid, in one transaction. */
  public static void grant(JdbcAccess access, String token) {
    String hash = sha256(token);
    try (Connection connection = access.connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement grant = connection.prepareStatement(DeploySql.GRANT);
          PreparedStatement revoke = connection.prepareStatement(DeploySql.REVOKE_OTHERS)) {
        grant.setString(1, hash);
        grant.setString(2, TENANT);
        grant.setString(3, PRINCIPAL);
        grant.setString(4, LABEL);
        grant.executeUpdate();
        revoke.setString(1, LABEL);
        revoke.setString(2, hash);
        revoke.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  /** The same for the key of a worker that serves these agents. */
  public static void grantWorker(JdbcAccess access, String token, List<String> agents) {
    String hash = sha256(token);
    try (Connection connection = access.connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement grant = connection.prepareStatement(DeploySql.GRANT_WORKER);
          PreparedStatement revoke = connection.prepareStatement(DeploySql.REVOKE_OTHERS)) {
        grant.setString(1, hash);
        grant.setString(2, TENANT);
        grant.setString(3, PRINCIPAL);
        grant.setString(4, WORKER_LABEL);
        grant.setArray(5, connection.createArrayOf("text", agents.toArray()));
        grant.executeUpdate();
        revoke.setString(1, WORKER_LABEL);
        revoke.setString(2, hash);
        revoke.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  static String sha256(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
