package dev.holdfast.shared.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A newer version migrates while this one runs. */
final class ChangedSchemaTest {
  private final Vertx vertx = Vertx.vertx();
  private final PostgresConfig config = TestPostgres.freshDatabase();
  private final Postgres postgres =
      Postgres.open(vertx, new PostgresConfig(config.uri(), 1, 1, config.connectTimeoutMs()));

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  private int finish() {
    return Await.result(
            postgres.inTransaction(
                c -> c.preparedQuery("UPDATE thing SET n = n + 1 RETURNING *").execute()))
        .iterator()
        .next()
        .getInteger("n");
  }

  @Test
  void a_statement_whose_table_got_a_column_may_be_tried_again_and_then_works()
      throws SQLException {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE thing (n int NOT NULL)");
      statement.execute("INSERT INTO thing VALUES (0)");
      assertThat(finish()).isEqualTo(1);
      statement.execute("ALTER TABLE thing ADD COLUMN other text");
      assertThatThrownBy(this::finish)
          .isInstanceOfSatisfying(
              Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
      assertThat(finish()).isEqualTo(2);
    }
  }
}
