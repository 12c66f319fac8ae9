package dev.holdfast.deploy.store;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.PostgresConfig;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

/**
 * The same Postgres for JDBC, which migrations and start-up checks use; everything else speaks
 * through {@link dev.holdfast.shared.store.Postgres}.
 *
 * @param url the JDBC address, without user and password
 * @param place host, port and database, for messages
 * @param user the role
 * @param password a secret, never printed
 * @param connectTimeoutMs milliseconds to wait for a connection once all is up
 */
public record JdbcAccess(
    String url, String place, String user, String password, int connectTimeoutMs) {
  /** SQLSTATE class 08: no connection. */
  private static final String UNREACHABLE = "08";

  /** SQLSTATE class 28: the role or its password was refused. */
  private static final String REFUSED = "28";

  /**
   * A process that starts waits longer than one that serves: the machine is busiest then, and a
   * Postgres that is not there refuses at once.
   */
  private static final long START_PATIENCE_SECONDS = 15;

  public static JdbcAccess of(PostgresConfig config) {
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(config.uri());
    } catch (RuntimeException e) {
      throw new ConfigException(
          "postgres.uri must look like postgresql://user:password@host:port/database");
    }
    String place = options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    return new JdbcAccess(
        "jdbc:postgresql://" + place + "?sslmode=" + sslMode(options),
        place,
        options.getUser(),
        options.getPassword() == null ? "" : options.getPassword(),
        config.connectTimeoutMs());
  }

  /**
   * A connection, to be closed by the caller.
   *
   * @throws OperatorFault of one line when Postgres cannot be reached or refuses
   */
  Connection connect() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    String seconds =
        Long.toString(
            Math.max(START_PATIENCE_SECONDS, Duration.ofMillis(connectTimeoutMs).toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  /** The one line for a failure of Postgres. */
  OperatorFault unusable(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String what =
        switch (state.length() < 2 ? "" : state.substring(0, 2)) {
          case UNREACHABLE -> " cannot be reached: ";
          case REFUSED -> " refuses user " + user + ": ";
          default -> " cannot be used: ";
        };
    return OperatorFault.runtime("Postgres at " + place + what + firstSentence(failure));
  }

  /** The driver goes on with advice on what to check. */
  private static String firstSentence(SQLException failure) {
    String reason = OperatorFault.reason(failure);
    int end = reason.indexOf(". ");
    return end < 0 ? reason : reason.substring(0, end);
  }

  private static String sslMode(PgConnectOptions options) {
    SslMode mode = options.getSslMode();
    return mode == null ? "prefer" : mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return place;
  }
}
