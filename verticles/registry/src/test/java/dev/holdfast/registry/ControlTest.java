package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.store.ControlRenewalStore;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.GetControl;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.RenewControls;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One drives, and whoever takes over drives instead, on whichever pod. */
final class ControlTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final int HOUR_MS = 3_600_000;
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());

  private static final Vertx VERTX = Vertx.vertx();
  private static final Postgres POSTGRES = Postgres.open(VERTX, DATABASE.config());

  @AfterAll
  static void close() {
    Await.result(POSTGRES.close());
    Await.result(VERTX.close());
    ONE.close();
    TWO.close();
  }

  @Test
  void control_is_taken_refused_to_others_taken_over_and_given_back() {
    SessionRef session = session("handed");
    assertThat(state(session)).isEqualTo(new ControlState(0, false, Optional.empty()));
    ControlToken first = ControlToken.mint();
    ControlState held = take(ONE, session, "left", false, first).state();
    assertThat(held.epoch()).isEqualTo(1);
    assertThat(held.held()).isTrue();
    assertThat(held.holder().orElseThrow().label()).isEqualTo("left");

    ControlToken second = ControlToken.mint();
    assertThatThrownBy(() -> take(TWO, session, "right", false, second))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.NOT_IN_CONTROL);
              assertThat(fault.detail()).contains("(left)", "epoch 1", "take_over");
            });
    assertThat(take(TWO, session, "right", true, second).state().epoch()).isEqualTo(2);
    assertRefused(() -> release(ONE, session, first));
    assertRefused(() -> ONE.ask(Addresses.RELEASE_CONTROL, anyone(session)));
    ControlState free = release(ONE, session, second);
    assertThat(free).isEqualTo(new ControlState(2, false, Optional.empty()));
    assertThat(ONE.ask(Addresses.RELEASE_CONTROL, anyone(session))).isEqualTo(free);

    assertThat(events(session))
        .containsExactly("1 taken left", "2 taken_over right", "2 released null");
    assertThat(DATABASE.rows("SELECT data FROM session_event"))
        .noneMatch(data -> data.contains(first.secret()) || data.contains(first.hash()));
  }

  @Test
  void who_comes_back_with_his_token_goes_on_in_the_same_epoch_also_after_a_lapse() {
    SessionRef session = session("resumed");
    ControlToken token = ControlToken.mint();
    ControlState held = take(ONE, session, "", false, token).state();
    TakenControl again = resume(TWO, session, token);
    assertThat(again.resumed()).isTrue();
    assertThat(again.state().epoch()).isEqualTo(held.epoch());
    assertThat(again.state().holder().orElseThrow().id())
        .isEqualTo(held.holder().orElseThrow().id());

    lapse(session);
    assertThat(state(session).held()).isFalse();
    assertThat(resume(ONE, session, token).resumed()).isTrue();
    assertThat(state(session).held()).isTrue();
    assertThat(events(session)).containsExactly("1 taken ");

    lapse(session);
    ControlToken other = ControlToken.mint();
    assertThat(take(TWO, session, "late", false, other).state().epoch()).isEqualTo(2);
    assertRefused(() -> resume(ONE, session, token));
    assertThat(events(session)).containsExactly("1 taken ", "2 taken late");
  }

  @Test
  void of_many_who_want_it_at_once_one_gets_it() {
    SessionRef session = session("contended");
    List<Future<TakenControl>> all =
        IntStream.range(0, 20)
            .mapToObj(i ->
                (i % 2 == 0 ? ONE : TWO)
                    .request(
                        Addresses.TAKE_CONTROL,
                        wish(session, "", false, Optional.empty(), ControlToken.mint())))
            .toList();
    Await.result(Future.join(all).otherwiseEmpty());
    assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(all.stream().filter(Future::failed).map(each -> Fault.of(each.cause()).code()))
        .containsOnly(ErrorCode.NOT_IN_CONTROL);
    assertThat(state(session).epoch()).isEqualTo(1);
  }

  @Test
  void a_lease_is_renewed_only_with_its_current_token() {
    SessionRef session = session("renewed");
    ControlToken token = ControlToken.mint();
    take(ONE, session, "", false, token);
    lapse(session);
    renewed(session, ControlToken.mint());
    assertThat(state(session).held()).isFalse();
    ONE.tell(Addresses.RENEW_CONTROLS, renewal(session, token));
    Awaitility.await().until(() -> state(session).held());

    ControlToken other = ControlToken.mint();
    take(TWO, session, "", true, other);
    lapse(session);
    renewed(session, token);
    SessionRef stolen = new SessionRef(session.number(), new Principal("acme", "eve"), "renewed");
    renewed(stolen, other);
    assertThat(state(session).held()).isFalse();
    renewed(session, other);
    assertThat(state(session).held()).isTrue();
  }

  @Test
  void a_lease_whose_session_a_command_holds_is_renewed_by_a_later_try() throws SQLException {
    SessionRef session = session("busy");
    ControlToken token = ControlToken.mint();
    take(ONE, session, "", false, token);
    String full = until(session);
    renewed(session, token);
    assertThat(until(session)).isEqualTo(full);

    DATABASE.execute(
        "UPDATE session SET control_until = now() + interval '39 min' WHERE session_no = ?",
        session.number());
    String left = until(session);
    try (Connection command = TestPostgres.connect(DATABASE.config());
        Statement statement = command.createStatement()) {
      command.setAutoCommit(false);
      statement.execute("SELECT FROM session WHERE session_id = 'busy' FOR SHARE");
      renewed(session, token);
      assertThat(until(session)).isEqualTo(left);
      command.rollback();
    }
    renewed(session, token);
    assertThat(until(session)).isGreaterThan(left);
    assertThat(state(session).held()).isTrue();
  }

  @Test
  void sessions_of_others_are_unknown_and_ended_ones_are_not_taken() {
    SessionRef session = session("own");
    SessionRef stolen = new SessionRef(session.number(), new Principal("acme", "eve"), "own");
    assertFault(() -> state(stolen), ErrorCode.UNKNOWN_SESSION);
    assertFault(() -> take(ONE, stolen, "", true, ControlToken.mint()), ErrorCode.UNKNOWN_SESSION);

    ControlToken token = ControlToken.mint();
    take(ONE, session, "", false, token);
    EndSession end = new EndSession(ADA, "own", EndStatus.COMPLETED, null);
    assertRefused(() -> TWO.ask(Addresses.END_SESSION, end));
    TWO.answer(Addresses.END_SESSION_TASKS, ended -> 0);
    TWO.ask(Addresses.END_SESSION, end.by(new Claim.Bearer(token.hash())));
    assertFault(() -> take(ONE, session, "", true, ControlToken.mint()), ErrorCode.SESSION_ENDED);
    assertFault(() -> release(ONE, session, token), ErrorCode.SESSION_ENDED);
    assertThat(events(session)).containsExactly("1 taken ");
  }

  private static SessionRef session(String id) {
    return ONE.resolve(ADA, id, null, null).session();
  }

  private static ControlState state(SessionRef session) {
    return ONE.ask(Addresses.GET_CONTROL, new GetControl(session));
  }

  private static String until(SessionRef session) {
    return DATABASE
        .rows(
            "SELECT extract(epoch FROM control_until)::text FROM session WHERE session_no = ?",
            session.number())
        .getFirst();
  }

  private static TakenControl take(
      TestPod pod, SessionRef session, String label, boolean takeOver, ControlToken token) {
    return pod.ask(Addresses.TAKE_CONTROL, wish(session, label, takeOver, Optional.empty(), token));
  }

  private static TakenControl resume(TestPod pod, SessionRef session, ControlToken token) {
    return pod.ask(
        Addresses.TAKE_CONTROL,
        wish(session, "", false, Optional.of(token.hash()), ControlToken.mint()));
  }

  private static TakeControl wish(
      SessionRef session,
      String label,
      boolean takeOver,
      Optional<String> current,
      ControlToken token) {
    return new TakeControl(session, label, takeOver, HOUR_MS, current, token.hash());
  }

  private static ControlState release(TestPod pod, SessionRef session, ControlToken token) {
    return pod.ask(
        Addresses.RELEASE_CONTROL, new ReleaseControl(session, new Claim.Bearer(token.hash())));
  }

  private static ReleaseControl anyone(SessionRef session) {
    return new ReleaseControl(session, Claim.ANYONE);
  }

  private static void renewed(SessionRef session, ControlToken token) {
    Await.result(new ControlRenewalStore(POSTGRES).renew(renewal(session, token)));
  }

  private static RenewControls renewal(SessionRef session, ControlToken token) {
    return new RenewControls(List.of(new Claim.Driver(session, token.hash())), HOUR_MS);
  }

  /** As if nobody had renewed it for a long time. */
  private static void lapse(SessionRef session) {
    DATABASE.execute(
        "UPDATE session SET control_until = now() - interval '1 s' WHERE session_no = ?",
        session.number());
  }

  private static List<String> events(SessionRef session) {
    return DATABASE.rows(
        "SELECT data->>'epoch', data->>'cause', data->'holder'->>'label' FROM (SELECT seq,"
            + " data::json AS data FROM session_event WHERE session_no = ? AND type ="
            + " 'control.changed') e ORDER BY seq",
        session.number());
  }

  private static void assertRefused(ThrowingCallable act) {
    assertFault(act, ErrorCode.NOT_IN_CONTROL);
  }

  private static void assertFault(ThrowingCallable act, ErrorCode code) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
