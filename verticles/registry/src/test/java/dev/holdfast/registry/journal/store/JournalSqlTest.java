package dev.holdfast.registry.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JournalSqlTest {
  @Test
  void every_statement_is_accepted_by_postgres() {
    Vertx vertx = Vertx.vertx();
    Postgres postgres = Postgres.open(vertx, new Database().config());
    for (String sql : Stream.concat(JournalSql.ALL.stream(), AppendKeySql.ALL.stream()).toList()) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void no_statement_is_left_out_of_the_list() {
    assertComplete(JournalSql.class, JournalSql.ALL);
    assertComplete(AppendKeySql.class, AppendKeySql.ALL);
  }

  private static void assertComplete(Class<?> statements, List<String> all) {
    long declared =
        Arrays.stream(statements.getDeclaredFields())
            .filter(field -> field.getType().equals(String.class))
            .count();
    assertThat(all).hasSize((int) declared).doesNotHaveDuplicates();
  }
}
