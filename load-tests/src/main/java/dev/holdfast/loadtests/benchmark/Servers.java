package dev.holdfast.loadtests.benchmark;

import dev.holdfast.shared.config.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import org.flywaydb.core.Flyway;

/** A durable Postgres and a Redis without persistence, of our own, ended with this program. */
final class Servers implements AutoCloseable {
  private static final int POOL = 16;
  private static final int READS = 2;
  private static final int CONNECT_MS = 10_000;

  private final EmbeddedPostgres postgres;
  private final LocalRedis redis;
  private final long postmaster;

  private Servers(EmbeddedPostgres postgres, LocalRedis redis) {
    this.postgres = postgres;
    this.postmaster =
        Long.parseLong(ask("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
    this.redis = redis;
  }

  static Servers start() throws IOException, SQLException {
    return start("");
  }

  /** With a Postgres that counts every statement; costs it some processor time for each. */
  static Servers startCounting() throws IOException, SQLException {
    Servers servers = start("pg_stat_statements");
    servers.execute("CREATE EXTENSION pg_stat_statements");
    return servers;
  }

  private static Servers start(String libraries) throws IOException, SQLException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setPgBinaryResolver(Servers::binaries)
            .setServerConfig("shared_preload_libraries", libraries)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "300")
            .start();
    Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
    return new Servers(postgres, LocalRedis.start("appendonly no"));
  }

  PostgresConfig postgres() {
    return new PostgresConfig(postgresUri(), POOL, READS, CONNECT_MS);
  }

  String postgresUri() {
    return "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  int postgresPort() {
    return postgres.getPort();
  }

  int redisPort() {
    return redis.port();
  }

  String redisUri() {
    return redis.uri();
  }

  long redisCpu() {
    return redis.cpu();
  }

  long postgresCpu() {
    return Cpu.of(postmaster);
  }

  /** The first column of the first row. */
  String ask(String sql) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    redis.close();
    postgres.close();
  }

  /**
   * The first on the class path, which names it twice where a pod's own jar names its libraries.
   */
  private static InputStream binaries(String system, String machine) {
    String architecture = machine.equals("aarch64") ? "arm_64" : "x86_64";
    String name = "/postgres-" + system.toLowerCase(Locale.ROOT) + "-" + architecture + ".txz";
    return Objects.requireNonNull(Servers.class.getResourceAsStream(name), name);
  }
}
