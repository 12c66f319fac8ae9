package dev.holdfast.deploy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

final class ProjectMigrationTest {
  @Test
  void row_25_what_was_bound_or_written_for_before_is_registered_and_has_its_key()
      throws SQLException {
    String name = "before_" + UUID.randomUUID().toString().replace("-", "");
    PostgresConfig other = TestPostgres.freshDatabase();
    execute(other, "CREATE DATABASE " + name);
    PostgresConfig database =
        new PostgresConfig(
            other.uri().substring(0, other.uri().lastIndexOf('/') + 1) + name, 1, 1, 3_000);
    JdbcAccess access = JdbcAccess.of(database);
    Flyway.configure()
        .dataSource(access.url(), access.user(), access.password())
        .locations("classpath:" + MigrationFiles.FOLDER)
        .target("006")
        .load()
        .migrate();
    execute(
        database,
        "INSERT INTO session (tenant, principal, session_id)"
            + " VALUES ('t', 'ann', 'one'), ('t', 'ann', 'two'), ('t', 'bob', 'one')");
    execute(
        database,
        "INSERT INTO session_project (session_no, project, version)"
            + " SELECT session_no, 'shop', 4 FROM session");
    execute(
        database,
        "INSERT INTO journal (tenant, principal, project, log)"
            + " VALUES ('t', 'ann', 'shop', 'main'), ('t', 'ann', 'left', 'main')");

    new Migrations(access).migrate();

    assertThat(
            rows(
                database,
                "SELECT principal || ' ' || project || ' ' || status FROM project ORDER BY 1"))
        .containsExactly("ann left active", "ann shop active", "bob shop active");
    assertThat(rows(database, "SELECT DISTINCT act FROM project_audit"))
        .containsExactly("project_created");
    assertThat(
            rows(
                database,
                "SELECT count(*) || ' ' || count(DISTINCT project_key) || ' '"
                    + " || count(DISTINCT generation) || ' ' || min(mode) || ' ' || min(version)"
                    + " FROM session_project"))
        .containsExactly("3 2 3 project 4");
    assertThat(
            rows(
                database,
                "SELECT count(*) FROM session_project b JOIN session s USING (session_no)"
                    + " JOIN project p ON p.principal = s.principal AND p.project = b.project"
                    + " WHERE b.project_key = derive_project_key(p.key_seed, p.tenant,"
                    + " p.principal, p.project, NULL)"))
        .containsExactly("3");
  }

  private static List<String> rows(PostgresConfig database, String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static void execute(PostgresConfig database, String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
