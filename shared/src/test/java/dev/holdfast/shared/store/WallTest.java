package dev.holdfast.shared.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What row-level security itself holds, table by table, for a role that may do everything: here the
 * statements name nobody and rights stop nothing, only the policies do.
 */
final class WallTest {
  private static final List<String> WITHOUT =
      List.of(
          "concurrency", // how many tasks run; no client's data
          "believer", // which processes run; no client's data
          "pod", // the same
          "flyway_schema_history"); // which migrations were applied

  private static final PostgresConfig FILLED = filled();

  @Test
  void every_table_is_behind_the_wall_or_a_named_exception() throws SQLException {
    assertThat(
            rows(
                TestPostgres.freshDatabase(),
                """
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                  AND NOT (c.relrowsecurity AND EXISTS (
                    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                      AND p.polroles = ARRAY['holdfast_client'::regrole::oid]))
                """))
        .as("put the others behind it: SELECT wall_by_owner('…') or wall_by_session('…')")
        .containsExactlyInAnyOrderElementsOf(WITHOUT);
  }

  @Test
  void clients_delete_only_what_they_asked_for_and_never_read_the_hash_of_a_credential()
      throws SQLException {
    PostgresConfig database = TestPostgres.freshDatabase();
    assertThat(
            rows(
                database,
                """
                SELECT relname FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                  AND (has_table_privilege('holdfast_client', oid, 'DELETE')
                    OR has_table_privilege('holdfast_client', oid, 'TRUNCATE'))
                """))
        .containsExactly("mcp_subscription");
    assertThat(
            rows(
                database,
                """
                SELECT attrelid::regclass || '.' || attname FROM pg_attribute
                WHERE attrelid IN ('credential'::regclass, 'session_share'::regclass,
                    'ticket'::regclass, 'pod'::regclass, 'flyway_schema_history'::regclass)
                  AND attnum > 0 AND has_column_privilege('holdfast_client', attrelid, attnum, 'SELECT')
                """))
        .contains("credential.label", "pod.pod_no", "pod.address")
        .contains("session_share.label", "ticket.issued_at")
        .doesNotContain(
            "credential.credential_hash", "session_share.token_hash", "ticket.ticket_hash")
        .noneMatch(column -> column.startsWith("flyway"));
  }

  @TestFactory
  Stream<DynamicTest> statements_without_any_condition_touch_only_ones_own_rows()
      throws SQLException {
    return walled().stream()
        .map(table ->
            dynamicTest(
                table,
                () -> {
                  long own = Long.parseLong(rows(FILLED, count(table, "ada")).getFirst());
                  long all =
                      Long.parseLong(rows(FILLED, "SELECT count(*) FROM " + table).getFirst());
                  assertThat(own).as("rows of ada; fill the table in this test").isPositive();
                  assertThat(all).isGreaterThan(own);
                  String column = column(table);
                  assertThat(asAda("SELECT FROM " + table)).isEqualTo(own);
                  assertThat(asAda("UPDATE " + table + " SET " + column + " = " + column))
                      .isEqualTo(own);
                  assertThat(asAda("DELETE FROM " + table)).isEqualTo(own);
                }));
  }

  @TestFactory
  Stream<DynamicTest> nothing_is_written_for_somebody_else() throws SQLException {
    return walled().stream()
        .map(table ->
            dynamicTest(
                table,
                () -> {
                  String insert = "INSERT INTO " + table + columns(table) + " FROM foreign_rows";
                  assertThat(insertingBobs(table, "bob", insert)).isPositive();
                  assertThatThrownBy(() -> insertingBobs(table, "ada", insert))
                      .hasMessageContaining("row-level security policy");
                  assertThatThrownBy(() -> asAda("UPDATE " + table + " SET " + toBob(table)))
                      .hasMessageContaining("row-level security policy");
                }));
  }

  @TestFactory
  Stream<DynamicTest> without_a_name_nothing_is_there() throws SQLException {
    return walled().stream()
        .map(table ->
            dynamicTest(
                table,
                () -> {
                  String select = "SELECT FROM " + table;
                  try (Connection connection = client()) {
                    assertThat(executed(connection, select)).isZero();
                    connection.rollback();
                    role(connection);
                    name(connection, "ada");
                    assertThat(executed(connection, select)).isPositive();
                    connection.rollback();
                    role(connection);
                    assertThat(executed(connection, select)).isZero();
                  }
                }));
  }

  private static List<String> walled() throws SQLException {
    return rows(
        FILLED,
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p') ORDER BY 1");
  }

  private static long asAda(String sql) throws SQLException {
    try (Connection connection = client()) {
      name(connection, "ada");
      return executed(connection, sql);
    }
  }

  /** The rows that bob has are taken away, and somebody tries to put them back. */
  private static long insertingBobs(String table, String name, String insert) throws SQLException {
    try (Connection connection = client()) {
      execute(connection, "RESET ROLE");
      execute(
          connection,
          "CREATE TEMP TABLE foreign_rows AS SELECT * FROM "
              + table
              + " WHERE "
              + owner(table, "bob"));
      execute(connection, "GRANT SELECT ON foreign_rows TO holdfast_client");
      execute(connection, "DELETE FROM " + table + " WHERE " + owner(table, "bob"));
      role(connection);
      name(connection, name);
      return executed(connection, insert);
    }
  }

  /** Foreign keys and triggers are off: what is refused is refused by a policy. */
  private static Connection client() throws SQLException {
    Connection connection = TestPostgres.connect(FILLED);
    connection.setAutoCommit(false);
    role(connection);
    return connection;
  }

  private static void role(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL session_replication_role = replica");
    execute(connection, "SET LOCAL ROLE holdfast_client");
  }

  private static void name(Connection connection, String name) throws SQLException {
    execute(connection, "SET LOCAL holdfast.tenant = '" + tenant(name) + "'");
    execute(connection, "SET LOCAL holdfast.principal = '" + name + "'");
  }

  /** Bob is of another tenant, cid another principal of ada's. */
  private static String tenant(String name) {
    return name.equals("bob") ? "other" : "acme";
  }

  private static String owner(String table, String name) throws SQLException {
    String tenant = "tenant = '" + tenant(name) + "'";
    String owner = tenant + " AND principal = '" + name + "'";
    return switch (column(table)) {
      case "session_no" -> "session_no IN (SELECT session_no FROM session WHERE " + owner + ")";
      default -> table.equals("credential") ? tenant : owner;
    };
  }

  private static String count(String table, String name) throws SQLException {
    return "SELECT count(*) FROM " + table + " WHERE " + owner(table, name);
  }

  private static String toBob(String table) throws SQLException {
    return column(table).equals("tenant")
        ? "tenant = 'other', principal = 'bob'"
        : "session_no = (SELECT session_no FROM bobs_session)";
  }

  /** By which column it is told whose the rows are. */
  private static String column(String table) throws SQLException {
    return rows(
            FILLED,
            "SELECT attname FROM pg_attribute WHERE attrelid = '"
                + table
                + "'::regclass AND attname IN ('tenant', 'session_no') ORDER BY attname DESC")
        .getFirst();
  }

  private static String columns(String table) throws SQLException {
    String names =
        rows(
                FILLED,
                "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = '"
                    + table
                    + "'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
            .getFirst();
    return " (" + names + ") OVERRIDING SYSTEM VALUE SELECT " + names;
  }

  private static PostgresConfig filled() {
    PostgresConfig database = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(database)) {
      for (String name : List.of("ada", "bob", "cid")) {
        for (String statement : rowsOf(tenant(name), name)) {
          execute(connection, statement);
        }
      }
      execute(
          connection,
          "CREATE TABLE bobs_session AS SELECT session_no FROM session WHERE principal = 'bob'");
      execute(connection, "GRANT ALL ON ALL TABLES IN SCHEMA public TO holdfast_client");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  /** A row in every table. */
  private static List<String> rowsOf(String tenant, String name) {
    String owner = "'" + tenant + "', '" + name + "'";
    String session = "(SELECT session_no FROM session WHERE principal = '" + name + "')";
    String journal = "(SELECT journal_no FROM journal WHERE principal = '" + name + "')";
    return List.of(
        "INSERT INTO session (tenant, principal, session_id) VALUES (" + owner + ", 'same')",
        "INSERT INTO session_count (tenant, principal, open) VALUES (" + owner + ", 1)",
        "INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)"
            + " VALUES ("
            + owner
            + ", 'http', 'x', "
            + session
            + ", 'client', 'p')",
        "INSERT INTO mcp_session (tenant, principal, mcp_session_id, protocol_version, client,"
            + " capabilities) VALUES ("
            + owner
            + ", 'x', 'x', '{}', '{}')",
        "INSERT INTO mcp_subscription (tenant, principal, mcp_session_id, uri) VALUES ("
            + owner
            + ", 'x', 'x')",
        "INSERT INTO project (tenant, principal, project) VALUES (" + owner + ", 'x')",
        "INSERT INTO project_audit (project_no, tenant, principal, project, act) VALUES (1, "
            + owner
            + ", 'x', 'project_created')",
        "INSERT INTO session_project (session_no, project, project_key, version) VALUES ("
            + session
            + ", 'x', 'pk_' || repeat('0', 64), 1)",
        "INSERT INTO session_log (session_no) VALUES (" + session + ")",
        "INSERT INTO session_event (session_no, seq, type, data, at)"
            + " VALUES ("
            + session
            + ", 1, 'x', '{}', now())",
        "INSERT INTO session_queue (session_no, of_tenant, unfinished) VALUES ("
            + session
            + ", 'acme', 0)",
        "INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent,"
            + " max_attempts) VALUES ('"
            + name
            + "', "
            + session
            + ", 'same', "
            + owner
            + ", 'x', 'demo', 1)",
        "INSERT INTO task_message (task_no, tenant, principal, text) VALUES ("
            + "(SELECT task_no FROM task WHERE task_id = '"
            + name
            + "'), "
            + owner
            + ", 'x')",
        "INSERT INTO task_input (input_id, task_no, tenant, principal, lease_token, prompt,"
            + " options) VALUES ('"
            + name
            + "', (SELECT task_no FROM task WHERE task_id = '"
            + name
            + "'), "
            + owner
            + ", 1, 'x', '[]')",
        "INSERT INTO task_key (task_no, tenant, principal, idempotency_key, fingerprint) VALUES ("
            + "(SELECT task_no FROM task WHERE task_id = '"
            + name
            + "'), "
            + owner
            + ", 'k', 'f')",
        "INSERT INTO task_wait (task_no, on_no, on_id, tenant, principal) VALUES ("
            + "(SELECT task_no FROM task WHERE task_id = '"
            + name
            + "'), 1, 'x', "
            + owner
            + ")",
        "INSERT INTO session_usage (session_no) VALUES (" + session + ")",
        "INSERT INTO usage_day (tenant, principal, day, agent, slot) VALUES ("
            + owner
            + ", '2026-01-31', 'demo', 0)",
        "INSERT INTO attempt (task_no, lease_token, session_no, number, pod, from_seq) VALUES ("
            + "(SELECT task_no FROM task WHERE task_id = '"
            + name
            + "'), 1, "
            + session
            + ", 1, 'p', 1)",
        "INSERT INTO journal (tenant, principal, project, log) VALUES (" + owner + ", 'x', 'main')",
        "INSERT INTO journal_entry (journal_no, number, tenant, principal, entry_id, session_id,"
            + " message, meta, tags, priority, log_type, at, hash) VALUES ("
            + journal
            + ", 1, "
            + owner
            + ", 'e', 'same', 'x', '{}', '{}', 'low', 'note', now(), 'x')",
        "INSERT INTO journal_segment (journal_no, first_number, last_number, tenant, principal,"
            + " entries, first_hash, last_hash, session_id) VALUES ("
            + journal
            + ", 1, 1, "
            + owner
            + ", 1, 'x', 'x', 'same')",
        "INSERT INTO journal_append (tenant, principal, idempotency_key, fingerprint, session_no)"
            + " VALUES ("
            + owner
            + ", 'k', 'f', "
            + session
            + ")",
        "INSERT INTO ticket (tenant, principal, ticket_hash, key_id, expires_at) VALUES ("
            + owner
            + ", encode(sha256('"
            + name
            + "'), 'hex'), 'k', now())",
        "INSERT INTO session_share (tenant, principal, share_id, token_hash, session_no, label,"
            + " expires_at) VALUES ("
            + owner
            + ", 'shr_' || repeat('x', 27) || '"
            + name
            + "', encode(sha256('"
            + name
            + "'), 'hex'), "
            + session
            + ", 'x', now())",
        "INSERT INTO audit (session_no, tenant, principal, session_id, act)"
            + " VALUES ("
            + session
            + ", "
            + owner
            + ", 'same', 'session_started')",
        "INSERT INTO credential (credential_hash, tenant, principal, label)"
            + " VALUES (encode(sha256('"
            + name
            + "'), 'hex'), "
            + owner
            + ", 'x')");
  }

  private static long executed(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (!statement.execute()) {
        return statement.getUpdateCount();
      }
      long count = 0;
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          count++;
        }
      }
      return count;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
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
}
