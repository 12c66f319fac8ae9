package dev.holdfast.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How Postgres finds the call that another one is, where very many came under its mark. */
final class CallPlanTest {
  private static final String SESSIONS =
      """
      INSERT INTO session (tenant, principal, session_id)
      VALUES ('acme', 'ann', 'one'), ('acme', 'bob', 'two')
      """;

  /** Ann's come first and all under one mark; bob's are the newest, each under its own. */
  private static final String CALLS =
      """
      INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent,
        max_attempts, status, finished_at, termination_reason, last_seq, call_request,
        call_fingerprint)
      SELECT 'tsk_' || i || s.principal, s.session_no, s.session_id, s.tenant, s.principal, '{}',
        'demo', 1, 'completed', now(), 'completed', 1,
        CASE s.principal WHEN 'ann' THEN '"r1"' ELSE '"b' || i || '"' END, 'f' || i % 2
      FROM session s, generate_series(1, 10000) i ORDER BY s.principal, i
      """;

  @Test
  void a_call_looks_at_few_rows_however_many_came_under_its_mark() throws SQLException {
    PostgresConfig config = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(SESSIONS);
      statement.execute(CALLS);
      statement.execute("ANALYZE task");
      long session = first(statement, "SELECT session_no FROM session WHERE principal = 'ann'");
      statement.execute(
          "PREPARE same_call (bigint, text, text, text, text, bigint) AS " + CallSql.SAME_CALL);
      statement.execute("SET holdfast.tenant = 'acme'");
      statement.execute("SET holdfast.principal = 'ann'");
      statement.execute("SET ROLE holdfast_client");
      for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
        statement.execute("SET plan_cache_mode = " + mode);
        for (String fingerprint : List.of("f0", "never")) {
          assertThat(plan(statement, session, fingerprint))
              .contains("task_call_again")
              .doesNotContain("Seq Scan on task")
              .doesNotContainPattern("rows=\\d{3,}")
              .doesNotContainPattern("Removed by Filter: \\d{3,}");
        }
      }
    }
  }

  private static String plan(Statement statement, long session, String fingerprint)
      throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        statement.executeQuery(
            "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) EXECUTE same_call ("
                + session
                + ", '\"r1\"', '"
                + fingerprint
                + "', 'acme', 'ann', 120000)")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  private static long first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
