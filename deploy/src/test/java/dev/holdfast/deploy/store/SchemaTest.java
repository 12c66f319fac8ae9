package dev.holdfast.deploy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SchemaTest {
  @Test
  void every_statement_is_accepted_by_postgres() throws SQLException {
    try (Connection connection = TestPostgres.connect(TestPostgres.freshDatabase());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < DeploySql.ALL.size(); i++) {
        statement.execute("PREPARE s" + i + " AS " + numbered(DeploySql.ALL.get(i)));
      }
    }
  }

  @Test
  void a_migrated_database_has_the_newest_version() {
    PostgresConfig database = TestPostgres.freshDatabase();
    assertThat(check(database)).isEqualTo(MigrationFiles.versions().getLast());
    assertThat(new Migrations(JdbcAccess.of(database)).migrate()).startsWith("0 migrations");
  }

  @Test
  void an_empty_database_is_refused_with_the_remedy_and_accepted_once_migrated() {
    PostgresConfig database = emptyDatabase();
    assertThatThrownBy(() -> check(database))
        .isInstanceOf(OperatorFault.class)
        .hasMessageContaining("its schema is at version none")
        .hasMessageEndingWith("run: holdfast migrate");
    new Migrations(JdbcAccess.of(database)).migrate();
    assertThat(check(database)).isEqualTo(MigrationFiles.versions().getLast());
  }

  @Test
  void several_may_migrate_at_once() {
    PostgresConfig database = emptyDatabase();
    List<CompletableFuture<String>> racers =
        IntStream.range(0, 4)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> new Migrations(JdbcAccess.of(database)).migrate()))
            .toList();
    assertThat(racers.stream().map(CompletableFuture::join))
        .filteredOn(line -> !line.startsWith("0 "))
        .hasSize(1);
  }

  @Test
  void a_schema_that_is_behind_ahead_or_broken_is_refused() throws SQLException {
    PostgresConfig behind = TestPostgres.freshDatabase();
    execute(
        behind,
        "DELETE FROM flyway_schema_history WHERE version = '"
            + MigrationFiles.versions().getLast()
            + "'");
    assertThatThrownBy(() -> check(behind)).hasMessageContaining("run: holdfast migrate");

    PostgresConfig ahead = TestPostgres.freshDatabase();
    execute(
        ahead,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, true)");
    assertThatThrownBy(() -> check(ahead)).hasMessageContaining("use a newer build");

    PostgresConfig broken = TestPostgres.freshDatabase();
    execute(broken, "UPDATE flyway_schema_history SET success = false WHERE version = '001'");
    assertThatThrownBy(() -> check(broken)).hasMessageContaining("migration 001 has failed there");
  }

  @Test
  void a_postgres_that_is_not_there_is_one_line_without_the_password() {
    PostgresConfig nowhere =
        new PostgresConfig("postgresql://ann:hunter2@127.0.0.1:1/holdfast", 1, 1, 1_000);
    assertThatThrownBy(() -> check(nowhere))
        .isInstanceOf(OperatorFault.class)
        .hasMessage(
            "Postgres at 127.0.0.1:1/holdfast cannot be reached: Connection to 127.0.0.1:1"
                + " refused");
  }

  @Test
  void granting_a_development_credential_revokes_the_former_ones() throws SQLException {
    PostgresConfig database = TestPostgres.freshDatabase();
    JdbcAccess access = JdbcAccess.of(database);
    execute(
        database,
        "INSERT INTO credential (credential_hash, tenant, principal, label) VALUES ('"
            + "0".repeat(64)
            + "', 'default', 'ann', 'laptop')");
    DevCredential.grant(access, "first");
    DevCredential.grant(access, "second");
    assertThat(valid(database)).containsExactlyInAnyOrder("0".repeat(64), hash("second"));
    DevCredential.grant(access, "first");
    DevCredential.grant(access, "first");
    assertThat(valid(database)).containsExactlyInAnyOrder("0".repeat(64), hash("first"));
  }

  private static String hash(String token) {
    return DevCredential.sha256(token);
  }

  private static String check(PostgresConfig database) {
    return new SchemaCheck(JdbcAccess.of(database)).expectCurrent();
  }

  private static List<String> valid(PostgresConfig database) throws SQLException {
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT credential_hash FROM credential WHERE revoked_at IS NULL")) {
      List<String> hashes = new ArrayList<>();
      while (rows.next()) {
        hashes.add(rows.getString(1));
      }
      return hashes;
    }
  }

  private static void execute(PostgresConfig database, String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static PostgresConfig emptyDatabase() {
    PostgresConfig other = TestPostgres.freshDatabase();
    String name = "empty_" + UUID.randomUUID().toString().replace("-", "");
    try {
      execute(other, "CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new PostgresConfig(
        other.uri().substring(0, other.uri().lastIndexOf('/') + 1) + name, 1, 1, 3_000);
  }

  /** JDBC's question marks as Postgres numbers them. */
  private static String numbered(String sql) {
    AtomicInteger parameters = new AtomicInteger();
    return Pattern.compile("\\?")
        .matcher(sql)
        .replaceAll(mark -> "\\$" + parameters.incrementAndGet());
  }
}
