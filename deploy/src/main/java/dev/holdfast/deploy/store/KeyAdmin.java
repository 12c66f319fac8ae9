package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.Scope;
import dev.holdfast.shared.identity.WorkerScope;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a tenant, for who operates the database. Pods see each change without restart.
 */
public final class KeyAdmin {
  private final JdbcAccess access;

  public KeyAdmin(JdbcAccess access) {
    this.access = access;
  }

  /**
   * A key as it is listed; the key itself is nowhere.
   *
   * @param agents those that a worker's key may serve; empty for others
   * @param state {@code valid}, {@code expired} or {@code revoked}
   */
  public record Listed(
      String keyId,
      String principal,
      String scope,
      List<String> agents,
      String label,
      String state,
      String createdAt,
      @Nullable String expiresAt,
      @Nullable String lastUsedAt) {
    public Listed {
      agents = List.copyOf(agents);
    }
  }

  /** A new key and its secret. */
  public record Made(String keyId, ApiKey key) {}

  /**
   * Makes a key.
   *
   * @param lifetimeS seconds until it expires; null for never
   */
  public Made create(
      String tenant, String principal, Scope scope, String label, @Nullable Long lifetimeS) {
    try (Connection connection = access.connect()) {
      return insert(connection, tenant, principal, scope.wire(), agents(scope), label, lifetimeS);
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  /** Newest first. */
  public List<Listed> list(String tenant, int limit) {
    try (Connection connection = access.connect();
        PreparedStatement list = connection.prepareStatement(DeploySql.KEY_LIST)) {
      list.setString(1, tenant);
      list.setInt(2, limit);
      List<Listed> keys = new ArrayList<>();
      try (ResultSet row = list.executeQuery()) {
        while (row.next()) {
          keys.add(
              new Listed(
                  row.getString("key_id"),
                  row.getString("principal"),
                  row.getString("scope"),
                  texts(row.getArray("agents")),
                  row.getString("label"),
                  row.getString("state"),
                  row.getString("created_at"),
                  row.getString("expires_at"),
                  row.getString("last_used_at")));
        }
      }
      return keys;
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  /** Replaces a valid key; both are valid for the overlap. */
  public Made rotate(String tenant, String keyId, long overlapS) {
    try (Connection connection = access.connect();
        PreparedStatement shorten = connection.prepareStatement(DeploySql.KEY_SHORTEN)) {
      connection.setAutoCommit(false);
      shorten.setString(1, tenant);
      shorten.setString(2, keyId);
      shorten.setLong(3, overlapS);
      Made made;
      try (ResultSet old = shorten.executeQuery()) {
        if (!old.next()) {
          throw unknown(tenant, keyId);
        }
        long lifetimeS = old.getLong("lifetime_s");
        Long lifetime = old.wasNull() ? null : lifetimeS;
        made =
            insert(
                connection,
                tenant,
                old.getString("principal"),
                old.getString("scope"),
                texts(old.getArray("agents")),
                old.getString("label"),
                lifetime);
      }
      connection.commit();
      return made;
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  /** Does nothing the second time. */
  public void revoke(String tenant, String keyId) {
    try (Connection connection = access.connect();
        PreparedStatement revoke = connection.prepareStatement(DeploySql.KEY_REVOKE)) {
      revoke.setString(1, tenant);
      revoke.setString(2, keyId);
      if (revoke.executeUpdate() == 0) {
        throw unknown(tenant, keyId);
      }
    } catch (SQLException e) {
      throw access.unusable(e);
    }
  }

  private static Made insert(
      Connection connection,
      String tenant,
      String principal,
      String scope,
      List<String> agents,
      String label,
      @Nullable Long lifetimeS)
      throws SQLException {
    boolean worker = scope.equals(WorkerScope.WIRE);
    Made made = new Made(ApiKey.mintId(), worker ? ApiKey.mintForWorker() : ApiKey.mint());
    try (PreparedStatement create = connection.prepareStatement(DeploySql.KEY_CREATE)) {
      create.setString(1, made.keyId());
      create.setString(2, made.key().hash());
      create.setString(3, tenant);
      create.setString(4, principal);
      create.setString(5, scope);
      create.setString(6, label);
      create.setObject(7, lifetimeS, java.sql.Types.BIGINT);
      create.setArray(8, worker ? connection.createArrayOf("text", agents.toArray()) : null);
      create.executeUpdate();
    }
    return made;
  }

  private static List<String> agents(Scope scope) {
    return scope instanceof WorkerScope(List<String> names) ? names : List.of();
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static OperatorFault unknown(String tenant, String keyId) {
    return OperatorFault.runtime("tenant " + tenant + " has no valid key " + keyId);
  }
}
