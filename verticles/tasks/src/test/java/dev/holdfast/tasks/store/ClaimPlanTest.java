package dev.holdfast.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** How Postgres finds the sessions of a claim. */
final class ClaimPlanTest {
  private static final String READY =
      """
      WITH s AS (
        INSERT INTO session (tenant, principal, session_id)
        SELECT '%1$s', 'ann', '%1$s-' || i FROM generate_series(1, %2$d) i RETURNING session_no)
      INSERT INTO session_queue (session_no, of_tenant, unfinished, ready_at)
      SELECT session_no, '%1$s', 1, now() - interval '1 second' FROM s
      """;

  @Test
  void a_claim_looks_at_few_rows_however_many_are_ready() throws SQLException {
    PostgresConfig config = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(READY.formatted("many", 100_000));
      statement.execute(READY.formatted("few", 10));
      statement.execute("ANALYZE session_queue");
      statement.execute("INSERT INTO pod (name, address) VALUES ('claims', 'here')");
      statement.execute("PREPARE claim (bigint, bigint, text, integer) AS " + ClaimSql.CLAIM);
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) EXECUTE claim (1, 20, '', 32)")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan.toString())
          .contains("session_queue_ready")
          .doesNotContain("Seq Scan on session_queue")
          .doesNotContainPattern("rows=\\d{3,}");
    }
  }
}
