package dev.holdfast.shared.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pod that froze in a transaction must not keep its rows locked for longer than a lease. */
final class StandingTransactionTest {
  private static final String LIMIT =
      "SELECT setting::int AS ms FROM pg_settings"
          + " WHERE name = 'idle_in_transaction_session_timeout'";
  private static final int LEASE_TTL_MS = 8_000;
  private static final Vertx VERTX = Vertx.vertx();
  private static Postgres postgres;
  private static Postgres duties;

  @BeforeAll
  static void open() {
    PostgresConfig config = TestPostgres.freshDatabase();
    postgres = Postgres.open(VERTX, config);
    duties = Postgres.open(VERTX, config.forDuties());
  }

  @AfterAll
  static void close() {
    Await.result(Future.join(postgres.close(), duties.close()));
    Await.result(VERTX.close());
  }

  @Test
  void the_store_ends_a_transaction_that_stands_still() {
    Function<SqlConnection, Future<Integer>> limit =
        connection -> connection.query(LIMIT).execute().map(StandingTransactionTest::ms);
    assertThat(Await.result(postgres.inTransaction(limit))).isBetween(1, LEASE_TTL_MS / 2);
    assertThat(Await.result(duties.inTransaction(limit))).isBetween(1, LEASE_TTL_MS / 2);
    assertThat(Await.result(postgres.inTransaction(new Principal("acme", "ada"), limit)))
        .isBetween(1, LEASE_TTL_MS / 2);
  }

  private static int ms(RowSet<Row> rows) {
    return rows.iterator().next().getInteger("ms");
  }
}
