package dev.holdfast.shared.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ControlGuardTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Principal OWNER = new Principal("t", "p");
  private static final String MINE = ControlToken.mint().hash();
  private static final String STALE = ControlToken.mint().hash();
  private static Postgres postgres;

  @BeforeAll
  static void open() throws Exception {
    PostgresConfig config = TestPostgres.freshDatabase();
    try (Connection connection = TestPostgres.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO session (tenant, principal, session_id) VALUES ('t', 'p', 'one')");
    }
    postgres = Postgres.open(VERTX, config);
  }

  @AfterAll
  static void close() {
    Await.result(postgres.close());
    Await.result(VERTX.close());
  }

  @Test
  void every_statement_is_accepted_by_postgres() {
    for (String sql : ControlSql.ALL) {
      Await.result(postgres.inTransaction(c -> c.prepare(sql).mapEmpty()));
    }
  }

  @Test
  void where_nobody_is_in_control_only_a_token_of_the_past_is_refused() {
    set("NULL", "NULL", "NULL");
    pass(Claim.ANYONE);
    pass(Claim.SERVICE);
    assertThat(refused(new Claim.Bearer(STALE))).contains("nobody is in control");
  }

  @Test
  void a_lease_that_stands_lets_only_its_token_pass() {
    set("'" + MINE + "'", "'drv_1'", "now() + interval '1 h'");
    pass(new Claim.Bearer(MINE));
    pass(new Claim.Driver(session(1), MINE));
    pass(Claim.SERVICE);
    for (Claim other :
        new Claim[] {Claim.ANYONE, new Claim.Bearer(STALE), new Claim.Driver(session(2), MINE)}) {
      assertThat(refused(other)).contains("drv_1 is in control since epoch 1", "take_over");
    }
  }

  @Test
  void a_lease_that_lapsed_refuses_nobody_but_a_token_of_the_past() {
    set("'" + MINE + "'", "'drv_1'", "now() - interval '1 s'");
    pass(Claim.ANYONE);
    pass(new Claim.Bearer(MINE));
    refused(new Claim.Bearer(STALE));
  }

  private static SessionRef session(long number) {
    return new SessionRef(number, OWNER, "one");
  }

  private static void set(String hash, String holder, String until) {
    Await.result(
        postgres.inTransaction(c ->
            c.preparedQuery(
                    "UPDATE session SET control_epoch = 1, control_hash = %s, control_holder = %s,"
                            .formatted(hash, holder)
                        + " control_until = %s".formatted(until))
                .execute(Tuple.tuple())));
  }

  private static void pass(Claim claim) {
    Await.result(postgres.inTransaction(OWNER, c -> ControlGuard.require(c, OWNER, 1, claim)));
  }

  private static String refused(Claim claim) {
    StringBuilder detail = new StringBuilder();
    assertThatThrownBy(() -> pass(claim))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.NOT_IN_CONTROL);
              detail.append(fault.detail());
            });
    return detail.toString();
  }
}
