package dev.holdfast.shared.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One connection behind the wall, so that each borrower gets the one of the borrower before. */
final class WalledPoolTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BOB = new Principal("other", "bob");

  /** A text of Postgres cannot have this character: naming such a principal fails. */
  private static final Principal UNNAMEABLE = new Principal("acme\u0000", "ada");

  private static final String SESSIONS = "SELECT session_id AS value FROM session ORDER BY 1";

  private static final Vertx VERTX = Vertx.vertx();
  private static PostgresConfig config;
  private static Postgres postgres;

  @BeforeAll
  static void open() {
    PostgresConfig fresh = TestPostgres.freshDatabase();
    config = new PostgresConfig(fresh.uri(), 1, 1, 30_000);
    execute(
        "INSERT INTO session (tenant, principal, session_id)"
            + " VALUES ('acme', 'ada', 'adas'), ('acme', 'cid', 'cids'), ('other', 'bob', 'bobs')");
    execute(
        "CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'refused at the commit'; END $$");
    execute(
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED"
            + " FOR EACH ROW WHEN (NEW.detail = 'late') EXECUTE FUNCTION refuse_late()");
    postgres = Postgres.open(VERTX, config);
  }

  @AfterAll
  static void close() {
    Await.result(postgres.close());
    Await.result(VERTX.close());
  }

  @Test
  void every_statement_is_accepted_by_postgres() {
    for (String sql : WallSql.ALL) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
  }

  @Test
  void a_statement_that_names_nobody_reads_and_writes_only_what_is_the_principals() {
    assertThat(values(postgres.execute(ADA, SESSIONS, Tuple.tuple()))).containsExactly("adas");
    assertThat(values(postgres.execute(BOB, SESSIONS, Tuple.tuple()))).containsExactly("bobs");
    assertThat(
            values(
                postgres.execute(
                    BOB,
                    "UPDATE session SET end_reason = NULL RETURNING session_id AS value",
                    Tuple.tuple())))
        .containsExactly("bobs");
    assertThat(values(postgres.inTransaction(ADA, c -> rows(c, SESSIONS)))).containsExactly("adas");
  }

  @Test
  void a_statement_that_names_somebody_else_reads_nothing_and_cannot_write() {
    assertThat(
            values(
                postgres.execute(
                    ADA,
                    "SELECT session_id AS value FROM session WHERE tenant = $1 AND principal = $2",
                    Tuple.of("other", "bob"))))
        .isEmpty();
    assertThatThrownBy(() -> Await.result(postgres.execute(ADA, audit("bob", "x"), Tuple.tuple())))
        .isInstanceOf(PgException.class)
        .hasMessageContaining("row-level security policy");
  }

  @Test
  void the_next_borrower_finds_a_connection_on_which_nobody_is_named() {
    String pid = "SELECT pg_backend_pid()::text AS value";
    String before = values(postgres.execute(ADA, pid, Tuple.tuple())).getFirst();
    List<Future<?>> borrowers =
        List.of(
            postgres.execute(ADA, SESSIONS, Tuple.tuple()),
            postgres.execute(ADA, "SELECT 1 / 0", Tuple.tuple()),
            postgres.execute(ADA, "no statement", Tuple.tuple()),
            postgres.inTransaction(ADA, c -> rows(c, SESSIONS)),
            postgres.inTransaction(ADA, c -> rows(c, "SELECT 1 / 0")),
            postgres.inTransaction(
                ADA,
                c -> {
                  throw new IllegalStateException("the work itself failed");
                }),
            postgres.execute(UNNAMEABLE, SESSIONS, Tuple.tuple()),
            postgres.inTransaction(UNNAMEABLE, c -> rows(c, SESSIONS)));
    for (Future<?> borrower : borrowers) {
      assertThat(values(nobody())).containsExactly("holdfast_client||0");
      assertThat(values(postgres.execute(BOB, SESSIONS, Tuple.tuple()))).containsExactly("bobs");
      Await.result(borrower.otherwiseEmpty());
      assertThat(values(nobody())).containsExactly("holdfast_client||0");
    }
    assertThat(values(postgres.execute(BOB, pid, Tuple.tuple()))).containsExactly(before);
  }

  @Test
  void what_comes_after_a_failed_step_is_not_done_and_the_first_failure_is_told() {
    assertThatThrownBy(() ->
            Await.result(postgres.execute(UNNAMEABLE, audit("ada", "unnamed"), Tuple.tuple())))
        .isInstanceOf(PgException.class)
        .hasMessageContaining("invalid byte sequence");
    assertThatThrownBy(() ->
            Await.result(postgres.inTransaction(UNNAMEABLE, c -> rows(c, audit("ada", "unnamed")))))
        .hasMessageContaining("invalid byte sequence");
    assertThatThrownBy(
            () -> Await.result(postgres.execute(ADA, audit("ada", "late"), Tuple.tuple())))
        .hasMessageContaining("refused at the commit");
    assertThatThrownBy(
            () -> Await.result(postgres.inTransaction(ADA, c -> rows(c, audit("ada", "late")))))
        .hasMessageContaining("refused at the commit");
    assertThat(
            values(
                postgres.execute(
                    ADA,
                    "SELECT detail AS value FROM audit WHERE detail IN ('unnamed', 'late')",
                    Tuple.tuple())))
        .isEmpty();
  }

  @Test
  void many_principals_at_once_get_each_their_own() {
    PostgresConfig several = new PostgresConfig(config.uri(), 4, 1, 30_000);
    Postgres shared = Postgres.open(VERTX, several);
    List<Future<RowSet<Row>>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Principal principal = i % 2 == 0 ? ADA : BOB;
      answers.add(
          i % 3 == 0
              ? shared.inTransaction(principal, c -> rows(c, SESSIONS))
              : shared.execute(principal, SESSIONS, Tuple.tuple()));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(values(answers.get(i))).containsExactly(i % 2 == 0 ? "adas" : "bobs");
    }
    Await.result(shared.close());
  }

  /** What the connection sees once the transaction in which somebody was named is over. */
  private static Future<RowSet<Row>> nobody() {
    return postgres.inTransaction(
        ADA,
        c ->
            rows(c, "ROLLBACK")
                .compose(over ->
                    rows(
                        c,
                        "SELECT current_user || '|' || current_setting('holdfast.tenant', true) ||"
                            + " '|' || (SELECT count(*) FROM session) AS value")));
  }

  private static Future<RowSet<Row>> rows(SqlClient client, String sql) {
    return client.query(sql).execute();
  }

  private static String audit(String principal, String detail) {
    return "INSERT INTO audit (tenant, principal, session_id, act, detail) VALUES ('"
        + (principal.equals("bob") ? "other" : "acme")
        + "', '"
        + principal
        + "', 'adas', 'access_refused', '"
        + detail
        + "')";
  }

  private static List<String> values(Future<RowSet<Row>> rows) {
    List<String> values = new ArrayList<>();
    Await.result(rows).forEach(row -> values.add(row.getString("value")));
    return values;
  }

  private static void execute(String sql) {
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
