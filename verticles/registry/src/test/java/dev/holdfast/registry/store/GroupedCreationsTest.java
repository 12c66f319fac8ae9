package dev.holdfast.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of one group: what is common to them, and what must not be. */
final class GroupedCreationsTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BOB = new Principal("other", "bob");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Database database = new Database();
  private final Postgres postgres = Postgres.open(vertx, database.config());
  private final PostgresSessionStore store =
      new PostgresSessionStore(postgres, new GroupConfig(new GroupLimits(1, 1_000, 1_000), 50));

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void creations_that_come_in_together_are_two_transactions() {
    List<Future<Optional<Opened>>> minted =
        together(100, i -> store.mint(ADA, "minted-" + i, ways("t-" + i)));
    minted.forEach(Await::result);

    assertThat(minted).allMatch(made -> made.result().orElseThrow().bound().size() == 1);
    assertThat(database.rows("SELECT count(DISTINCT xmin::text) FROM session"))
        .containsExactly("2");
    assertThat(database.rows("SELECT count(*) FROM session JOIN session_log USING (session_no)"))
        .containsExactly("100");
    assertThat(database.rows("SELECT count(DISTINCT session_no) FROM audit"))
        .containsExactly("100");
  }

  @Test
  void a_member_that_postgres_refuses_leaves_the_others_well() {
    List<Future<Opened>> opened =
        together(20, i -> store.open(ADA, i == 7 ? "no id" : "open-" + i, ways("t-" + i)));

    assertThatThrownBy(() -> Await.result(opened.get(7))).hasMessageContaining("session_id");
    for (int i = 0; i < opened.size(); i++) {
      if (i != 7) {
        assertThat(Await.result(opened.get(i)).created()).isTrue();
      }
    }
    assertThat(database.count("session")).isEqualTo(19);
    assertThat(database.count("binding")).isEqualTo(19);
  }

  @Test
  void a_member_whose_session_has_ended_is_refused_alone() {
    Opened over = Await.result(store.open(ADA, "over", ways()));
    database.execute(
        "UPDATE session SET ended_at = now() WHERE session_no = ?", over.session().number());
    List<Future<Opened>> opened =
        together(
            9,
            i ->
                i % 3 == 0
                    ? store.open(ADA, "over", ways("late-" + i))
                    : i % 3 == 1
                        ? store.bind(over.session(), ways("later-" + i))
                        : store.open(ADA, "well-" + i, ways("t-" + i)));

    for (int i = 0; i < opened.size(); i++) {
      Future<Opened> each = opened.get(i);
      if (i % 3 == 2) {
        assertThat(Await.result(each).bound()).hasSize(1);
      } else {
        assertThatThrownBy(() -> Await.result(each))
            .isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.SESSION_ENDED));
      }
    }
    assertThat(database.count("binding")).isEqualTo(3);
  }

  @Test
  void a_session_that_somebody_has_locked_holds_up_nobody_else() throws SQLException {
    Opened locked = Await.result(store.open(ADA, "locked", ways()));
    try (Connection rival = rival("SELECT FROM session WHERE session_id = 'locked' FOR UPDATE")) {
      List<Future<Opened>> opened =
          together(
              5,
              i ->
                  i == 2
                      ? store.bind(locked.session(), ways("t-2"))
                      : store.open(ADA, "free-" + i, ways("t-" + i)));
      for (int i : new int[] {0, 1, 3, 4}) {
        Await.result(opened.get(i));
      }
      assertThat(opened.get(2).isComplete()).isFalse();
      rival.rollback();
      assertThat(Await.result(opened.get(2)).bound()).hasSize(1);
    }
  }

  @Test
  void a_way_that_a_rival_is_about_to_bind_holds_up_nobody_else() throws SQLException {
    Opened other = Await.result(store.open(ADA, "rivals", ways()));
    String bind =
        "INSERT INTO binding (tenant, principal, kind, transport_id, session_no, source, pod)"
            + " VALUES ('acme', 'ada', 'http', 't-2', "
            + other.session().number()
            + ", 'client', 'rival')";
    try (Connection rival = rival(bind)) {
      List<Future<Optional<Opened>>> minted =
          together(5, i -> store.mint(ADA, "minted-" + i, ways("t-" + i)));
      for (int i : new int[] {0, 1, 3, 4}) {
        assertThat(Await.result(minted.get(i))).isPresent();
      }
      assertThat(minted.get(2).isComplete()).isFalse();
      rival.commit();
      assertThat(Await.result(minted.get(2))).isEmpty();
    }
    assertThat(database.rows("SELECT 1 FROM session WHERE session_id = 'minted-2'")).isEmpty();
  }

  @Test
  void who_loses_a_way_within_a_group_leaves_nothing_behind() {
    List<Future<Optional<Opened>>> minted =
        together(
            11, i -> store.mint(ADA, "minted-" + i, ways("own-" + i, i == 0 ? "other" : "wanted")));
    List<Optional<Opened>> made = minted.stream().map(Await::result).toList();

    assertThat(made.getFirst()).isPresent();
    assertThat(made.stream().flatMap(Optional::stream)).hasSize(2);
    assertThat(database.count("session")).isEqualTo(2);
    assertThat(database.count("session_log")).isEqualTo(2);
    assertThat(database.count("audit")).isEqualTo(2);
    assertThat(database.count("binding")).isEqualTo(4);
  }

  @Test
  void members_who_want_one_new_session_get_it_and_one_made_it() {
    List<Future<Opened>> opened = together(10, i -> store.open(ADA, "shared", ways("t-" + i)));
    List<Opened> all = opened.stream().map(Await::result).toList();

    assertThat(all.stream().map(Opened::session).distinct()).hasSize(1);
    assertThat(all.stream().filter(Opened::created)).hasSize(1);
    assertThat(all).allMatch(each -> each.bound().size() == 1);
    assertThat(database.count("audit")).isEqualTo(1);
  }

  @Test
  void members_of_several_tenants_do_not_meet() {
    List<Future<Opened>> opened =
        together(10, i -> store.open(i % 2 == 0 ? ADA : BOB, "same", ways("same")));
    List<Opened> all = opened.stream().map(Await::result).toList();

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).session().owner()).isEqualTo(i % 2 == 0 ? ADA : BOB);
    }
    assertThat(all.stream().map(each -> each.session().number()).distinct()).hasSize(2);
    assertThat(database.count("binding")).isEqualTo(2);
  }

  @Test
  void look_ups_that_come_in_together_find_each_its_own() {
    Opened ada = Await.result(store.open(ADA, "ada", ways("t-1", "t-2")));
    Opened bob = Await.result(store.open(BOB, "bob", ways("t-1")));
    Principal refused = new Principal("acme", "a\0");
    List<Future<Optional<StoredBinding>>> found =
        together(
            4,
            i ->
                store.binding(i == 3 ? BOB : ADA, new Transport(TransportKind.HTTP, "t-" + i % 3)));
    List<Future<Optional<StoredBinding>>> others =
        together(
            4,
            i -> store.binding(i == 2 ? refused : ADA, new Transport(TransportKind.HTTP, "t-1")));

    assertThat(Await.result(found.get(0))).isEmpty();
    assertThat(Await.result(found.get(1)).orElseThrow().session().ref()).isEqualTo(ada.session());
    assertThat(Await.result(found.get(2)).orElseThrow().number())
        .isEqualTo(ada.bound().get(new Transport(TransportKind.HTTP, "t-2")));
    assertThat(Await.result(found.get(3))).isEmpty();
    assertThat(Await.result(store.binding(BOB, new Transport(TransportKind.HTTP, "t-1"))))
        .hasValueSatisfying(it -> assertThat(it.session().ref()).isEqualTo(bob.session()));
    for (int i : new int[] {0, 1, 3}) {
      assertThat(Await.result(others.get(i))).isPresent();
    }
    assertThatThrownBy(() -> Await.result(others.get(2)));
  }

  @Test
  void a_binding_to_a_session_that_is_gone_fails() {
    Opened gone = Await.result(store.open(ADA, "gone", ways()));
    database.execute("DELETE FROM session_log");
    database.execute("DELETE FROM session");

    assertThatThrownBy(() -> Await.result(store.bind(gone.session(), ways("t"))))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
  }

  @Test
  void rivals_with_the_same_names_in_other_orders_make_no_duplicate_and_no_deadlock() {
    Vertx otherVertx = Vertx.vertx();
    Postgres otherPostgres = Postgres.open(otherVertx, database.config());
    // Patient with locks: a deadlock would be found before the patience ends.
    GroupConfig patient = new GroupConfig(new GroupLimits(4, 100, 10_000), 5_000);
    PostgresSessionStore one = new PostgresSessionStore(postgres, patient);
    PostgresSessionStore other = new PostgresSessionStore(otherPostgres, patient);
    Context otherLoop = otherVertx.getOrCreateContext();
    int keys = 2_000;
    Supplier<List<Future<Optional<Opened>>>> upwards =
        () -> IntStream.range(0, keys).mapToObj(i -> race(one, i)).toList();
    Supplier<List<Future<Optional<Opened>>>> downwards =
        () -> IntStream.range(0, keys).mapToObj(i -> race(other, keys - 1 - i)).toList();
    Future<List<Future<Optional<Opened>>>> up = on(loop, upwards);
    Future<List<Future<Optional<Opened>>>> down = on(otherLoop, downwards);
    List<Future<Optional<Opened>>> all = new ArrayList<>(Await.result(up));
    all.addAll(Await.result(down));

    assertThat(all.stream().map(Await::result).flatMap(Optional::stream).filter(Opened::created))
        .hasSize(keys);
    assertThat(database.count("session")).isEqualTo(keys);
    assertThat(database.count("audit")).isEqualTo(keys);
    assertThat(
            database.rows(
                "SELECT transport_id FROM binding GROUP BY transport_id HAVING count(*) > 1"))
        .isEmpty();
    Await.result(otherPostgres.close());
    Await.result(otherVertx.close());
    Await.result(postgres.close());
    // A connection tells its statistics at the latest when it ends.
    await()
        .until(() ->
            database
                .rows(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'holdfast'")
                .equals(List.of("0")));
    assertThat(
            database.rows(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .containsExactly("0");
  }

  /** Even numbers are minted by their ways, odd ones opened by their ids. */
  private static Future<Optional<Opened>> race(PostgresSessionStore racer, int i) {
    String way = "t-" + i % 50 + "-" + i;
    return i % 2 == 0
        ? racer.mint(ADA, SessionId.mint(), ways(way, "z-" + way))
        : racer.open(ADA, "opened-" + i, ways(way)).map(Optional::of);
  }

  private interface Act<T> {
    Future<T> of(int i);
  }

  /** All of them in one turn of the event loop: the first leaves alone, the others together. */
  private <T> List<Future<T>> together(int members, Act<T> act) {
    return Await.result(on(loop, () -> IntStream.range(0, members).mapToObj(act::of).toList()));
  }

  private static <T> Future<T> on(Context context, Supplier<T> act) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(now -> promise.complete(act.get()));
    return promise.future();
  }

  private Connection rival(String sql) throws SQLException {
    Connection connection = TestPostgres.connect(database.config());
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }

  private static NewBindings ways(String... ids) {
    return new NewBindings(
        List.of(ids).stream().map(id -> new Transport(TransportKind.HTTP, id)).toList(),
        SessionSource.MINTED,
        "pod-1");
  }
}
