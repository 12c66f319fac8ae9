package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.RolledSession;
import dev.holdfast.shared.message.SessionLinks;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The session that goes on for another. */
final class RollTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final SessionSummary SUMMARY =
      new SessionSummary("we counted", "full", 7, "tsk_7", false);
  private static final Database DATABASE = new Database();
  private static final TestPod FIRST =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), DATABASE.config());
  private static final TestPod SECOND =
      TestPod.start("pod-2", TestConfigs.of(TestRedis.uri()), DATABASE.config());

  @AfterAll
  static void close() {
    FIRST.close();
    SECOND.close();
  }

  @Test
  void row_74_the_next_session_is_linked_both_ways_with_the_same_project_and_no_way_in() {
    Transport way = new Transport(TransportKind.HTTP, "window-1");
    SessionRef session = FIRST.resolve(ADA, "full", way, null).session();
    FIRST.ask(Addresses.SET_PROJECT, new SetProject(session, "atlas", null));

    RolledSession rolled = FIRST.ask(Addresses.ROLL_SESSION, new RollSession(session, SUMMARY));

    SessionRecord old = describe("full");
    SessionRecord next = describe(rolled.nextId());
    assertThat(old.links()).isEqualTo(new SessionLinks(null, rolled.nextId()));
    assertThat(next.links()).isEqualTo(new SessionLinks("full", null));
    assertThat(old.life().ended()).isFalse();
    ProjectBinding project = Objects.requireNonNull(next.project());
    assertThat(project.project()).isEqualTo("atlas");
    assertThat(project.mode()).isEqualTo(Objects.requireNonNull(old.project()).mode());
    assertThat(next.bindings()).isEmpty();
    assertThat(old.bindings()).hasSize(1);
    assertThat(SECOND.resolve(ADA, null, way, null).session()).isEqualTo(session);
    assertThat(rolled.events().stream().map(Event::data))
        .containsExactly(
            "{\"session_id\":\"full\",\"next_session_id\":\"" + rolled.nextId() + "\"}");
    assertThat(log(next.session()).getFirst())
        .startsWith("1 session.summary ")
        .contains("we counted", "\"session_id\":\"full\"", "\"to_seq\":7");
    assertThat(log(next.session()).getLast()).startsWith("2 session.rolled ");
    assertThat(log(session)).hasSize(1).first().asString().startsWith("1 session.rolled ");
    assertThat(acts(session)).contains("session_rolled");
    assertThat(acts(next.session())).containsExactly("session_started", "project_set");
  }

  @Test
  void row_74_however_many_ask_on_however_many_pods_there_is_one_next_session() {
    SessionRef session = FIRST.resolve(ADA, "raced", null, null).session();
    List<Future<RolledSession>> races =
        IntStream.range(0, 20)
            .mapToObj(i ->
                (i % 2 == 0 ? FIRST : SECOND)
                    .request(Addresses.ROLL_SESSION, new RollSession(session, null)))
            .toList();
    List<RolledSession> all = races.stream().map(Await::result).toList();
    assertThat(all.stream().map(RolledSession::nextId).distinct()).hasSize(1);
    assertThat(all.stream().filter(rolled -> !rolled.events().isEmpty())).hasSize(1);
    assertThat(DATABASE.rows("SELECT count(*) FROM session WHERE continues_id = 'raced'"))
        .containsExactly("1");
    assertThat(log(session)).hasSize(1);
  }

  @Test
  void row_7_nobody_elses_session_and_none_that_ended_is_rolled() {
    SessionRef session = FIRST.resolve(ADA, "mine", null, null).session();
    SessionRef foreign =
        new SessionRef(session.number(), new Principal("acme", "eve"), session.id());
    assertFault(foreign, ErrorCode.UNKNOWN_SESSION);
    FIRST.answer(Addresses.END_SESSION_TASKS, question -> 0);
    FIRST.ask(Addresses.END_SESSION, new EndSession(ADA, "mine", EndStatus.COMPLETED, null));
    assertFault(session, ErrorCode.SESSION_ENDED);
    assertThat(DATABASE.rows("SELECT count(*) FROM session WHERE continues_id = 'mine'"))
        .containsExactly("0");
  }

  private static void assertFault(SessionRef session, ErrorCode code) {
    assertThatThrownBy(() -> FIRST.ask(Addresses.ROLL_SESSION, new RollSession(session, null)))
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  private static SessionRecord describe(@Nullable String id) {
    return SECOND.ask(
        Addresses.DESCRIBE_SESSION, new DescribeSession(ADA, Objects.requireNonNull(id)));
  }

  private static List<String> log(SessionRef session) {
    return DATABASE.rows(
        "SELECT seq || ' ' || type || ' ' || data FROM session_event WHERE session_no = "
            + session.number()
            + " ORDER BY seq");
  }

  private static List<String> acts(SessionRef session) {
    return DATABASE.rows(
        "SELECT act FROM audit WHERE session_no = " + session.number() + " ORDER BY audit_no");
  }
}
