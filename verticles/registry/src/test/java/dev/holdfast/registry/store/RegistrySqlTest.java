package dev.holdfast.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RegistrySqlTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Database DATABASE = new Database();
  private static Postgres postgres;

  @BeforeAll
  static void open() {
    postgres = Postgres.open(VERTX, DATABASE.config());
  }

  @AfterAll
  static void close() {
    Await.result(postgres.close());
    Await.result(VERTX.close());
  }

  @Test
  void every_statement_is_accepted_by_postgres() {
    for (String sql :
        Stream.of(
                RegistrySql.ALL,
                GroupSql.ALL,
                RecentEndSql.ALL,
                BelieverSql.ALL,
                EndSql.ALL,
                ListSql.ALL,
                SweepSql.ALL,
                AuditSql.ALL,
                TicketSql.ALL,
                RegisterSql.ALL,
                ForkSql.ALL,
                RollSql.ALL,
                ShareSql.ALL,
                BindingSql.ALL,
                ControlLeaseSql.ALL,
                SessionCountSql.ALL,
                McpSql.ALL)
            .flatMap(List::stream)
            .toList()) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
  }

  @Test
  void every_statement_is_in_the_list() {
    List<String> declared =
        Arrays.stream(RegistrySql.class.getDeclaredFields())
            .filter(field -> field.getType() == String.class)
            .map(RegistrySqlTest::text)
            .toList();
    assertThat(RegistrySql.ALL).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void an_ordinary_role_may_ask_which_database_this_is() {
    DATABASE.execute("CREATE ROLE ordinary");
    String identity =
        Await.result(
            postgres.inTransaction(c ->
                c.query("SET LOCAL ROLE ordinary")
                    .execute()
                    .compose(set -> c.preparedQuery(RegistrySql.DATABASE_IDENTITY).execute())
                    .map(rows -> rows.iterator().next().getString("identity"))));
    assertThat(identity).matches("[0-9]+/[0-9]+/[0-9]+");
  }

  @Test
  void two_databases_of_one_server_have_two_identities() {
    Postgres other = Postgres.open(VERTX, new Database().config());
    assertThat(Await.result(DatabaseIdentity.read(other)))
        .isNotEqualTo(Await.result(DatabaseIdentity.read(postgres)));
    Await.result(other.close());
  }

  private static String text(Field field) {
    try {
      return String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
