package dev.holdfast.shared.testing;

import dev.holdfast.shared.config.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * One real Postgres for the JVM, started at first use; each caller gets a migrated database of its
 * own.
 */
public final class TestPostgres {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  /** A fresh database with every migration applied. */
  public static PostgresConfig freshDatabase() {
    String name = "test_" + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE " + Server.TEMPLATE);
    return new PostgresConfig(
        "postgresql://postgres@127.0.0.1:" + Server.POSTGRES.getPort() + "/" + name, 8, 2, 3_000);
  }

  /** The same database for JDBC, to look at what was really stored. */
  public static Connection connect(PostgresConfig config) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + config.uri().replace("postgres@", "") + "?user=postgres");
  }

  private static void execute(String sql) {
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started when first touched, stopped with the JVM. */
  private static final class Server {
    static final String TEMPLATE = "migrated";
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + TEMPLATE);
        }
        Flyway.configure().dataSource(postgres.getDatabase("postgres", TEMPLATE)).load().migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
