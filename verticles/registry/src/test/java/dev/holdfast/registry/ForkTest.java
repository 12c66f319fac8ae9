package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.DescribeSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.ForkedFrom;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ForkTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG =
      TestConfigs.with(TestConfigs.of(TestRedis.uri()), "registry.fork_events_max", "500");
  private static final TestPod POD = TestPod.start("pod-1", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_16_a_fork_begins_with_the_history_then_says_so_and_leaves_the_parent_alone() {
    SessionRef parent = POD.resolve(ADA, "parent", null, null).session();
    write(parent, 7);
    POD.ask(Addresses.SET_PROJECT, new SetProject(parent, "atlas", null));
    List<String> before = log(parent);

    SessionRecord fork = fork(ADA, "parent", "branch", null, "another way");

    assertThat(fork.forkedFrom()).isEqualTo(new ForkedFrom("parent", 7));
    assertThat(fork.lastSeq()).isEqualTo(8);
    ProjectBinding project = Objects.requireNonNull(fork.project());
    assertThat(project.project()).isEqualTo("atlas");
    assertThat(fork.bindings()).isEmpty();
    assertThat(log(fork.session()).subList(0, 7)).isEqualTo(before);
    assertThat(log(fork.session()).getLast())
        .startsWith("8 session.forked null")
        .contains("\"session_id\":\"parent\"", "\"seq\":7", "\"reason\":\"another way\"");
    assertThat(log(parent)).isEqualTo(before);
    assertThat(acts(parent)).containsExactly("session_started", "project_set", "session_forked");
    assertThat(acts(fork.session())).containsExactly("session_started", "project_set");
    assertThat(DATABASE.rows("SELECT count(*) FROM task")).containsExactly("0");
  }

  @Test
  void row_16_a_fork_of_a_fork_up_to_a_number_has_exactly_that_much() {
    SessionRef parent = POD.resolve(ADA, "root", null, null).session();
    write(parent, 5);
    SessionRecord first = fork(ADA, "root", null, 3L, null);
    assertThat(first.lastSeq()).isEqualTo(4);
    SessionRecord second = fork(ADA, first.session().id(), null, null, null);
    assertThat(second.forkedFrom()).isEqualTo(new ForkedFrom(first.session().id(), 4));
    assertThat(log(second.session()).subList(0, 3)).isEqualTo(log(parent).subList(0, 3));
    assertThat(fork(ADA, "root", "empty", 0L, null).lastSeq()).isEqualTo(1);
  }

  @Test
  void row_16_an_ended_session_is_forked_and_the_fork_lives() {
    SessionRef parent = POD.resolve(ADA, "over", null, null).session();
    write(parent, 2);
    POD.answer(Addresses.END_SESSION_TASKS, question -> 0);
    POD.ask(Addresses.END_SESSION, new EndSession(ADA, "over", EndStatus.COMPLETED, null));
    SessionRecord fork = fork(ADA, "over", "afterlife", null, null);
    assertThat(fork.life().ended()).isFalse();
    assertThat(POD.resolve(ADA, "afterlife", null, null).created()).isFalse();
  }

  @Test
  void row_16_what_cannot_be_forked_is_refused_and_nothing_is_left_of_it() {
    SessionRef parent = POD.resolve(ADA, "refusing", null, null).session();
    write(parent, 501);
    POD.resolve(ADA, "taken", null, null);
    long sessions = DATABASE.count("session");

    assertFault(() -> fork(ADA, "refusing", "taken", 1L, null), ErrorCode.SESSION_EXISTS);
    assertFault(() -> fork(ADA, "refusing", null, null, null), ErrorCode.HISTORY_TOO_LONG);
    assertFault(() -> fork(ADA, "refusing", null, 502L, null), ErrorCode.INVALID_FIELD);
    assertFault(() -> fork(EVE, "refusing", null, 1L, null), ErrorCode.UNKNOWN_SESSION);
    assertFault(() -> fork(ADA, "nobodys", null, 1L, null), ErrorCode.UNKNOWN_SESSION);
    assertThat(DATABASE.count("session")).isEqualTo(sessions);
    assertThat(fork(EVE, POD.resolve(EVE, "hers", null, null).session().id(), "taken", null, null))
        .isNotNull();
    assertFault(
        () -> POD.ask(Addresses.DESCRIBE_SESSION, new DescribeSession(EVE, "refusing")),
        ErrorCode.UNKNOWN_SESSION);
  }

  @Test
  void row_61_a_fork_of_a_trimmed_history_has_what_is_left_and_the_same_gaps() {
    SessionRef parent = POD.resolve(ADA, "trimmed", null, null).session();
    write(parent, 800);
    trim(parent, 600);
    SessionRef fork = fork(ADA, "trimmed", null, null, null).session();
    assertThat(log(fork)).hasSize(202); // 600 outlived it, and session.forked
    assertThat(log(fork).subList(0, 201)).isEqualTo(log(parent));
    assertThat(floor(fork)).containsExactly("600");
    SessionRef early = fork(ADA, "trimmed", null, 599L, null).session();
    assertThat(floor(early)).containsExactly("599");
    assertThat(log(early)).hasSize(1).first().asString().contains("session.forked");
    write(parent, 300);
    assertFault(() -> fork(ADA, "trimmed", null, null, null), ErrorCode.HISTORY_TOO_LONG);
  }

  @Test
  void row_16_a_parent_that_goes_on_writing_is_copied_as_one_moment() {
    SessionRef parent = POD.resolve(ADA, "busy", null, null).session();
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        Thread.startVirtualThread(() -> {
          while (!enough.get()) {
            write(parent, 3);
          }
        });
    try {
      for (int i = 0; i < 10; i++) {
        SessionRecord fork = fork(ADA, "busy", null, null, null);
        long copied = Objects.requireNonNull(fork.forkedFrom()).seq();
        List<String> log = log(fork.session());
        assertThat(log).hasSize((int) copied + 1);
        assertThat(copied % 3).as("no part of a batch").isZero();
        assertThat(log.subList(0, (int) copied)).isEqualTo(log(parent).subList(0, (int) copied));
      }
    } finally {
      enough.set(true);
      join(writer);
    }
  }

  private static SessionRecord fork(
      Principal principal,
      String parent,
      @Nullable String id,
      @Nullable Long upTo,
      @Nullable String reason) {
    return POD.ask(Addresses.FORK_SESSION, new ForkSession(principal, parent, id, upTo, reason));
  }

  /** Appends a batch as the event log does. */
  private static void write(SessionRef session, int events) {
    DATABASE.execute(
        "WITH head AS (UPDATE session_log SET last_seq = last_seq + ? WHERE session_no = ?"
            + " RETURNING last_seq) INSERT INTO session_event (session_no, seq, type, task_id,"
            + " data, at) SELECT ?, last_seq - n, 'task.output', 'tsk_' || n, '{}', now() FROM"
            + " head, generate_series(0, ? - 1) AS n",
        events,
        session.number(),
        session.number(),
        events);
  }

  /** All but the last, as if that outlived it. */
  private static void trim(SessionRef session, int upTo) {
    DATABASE.execute(
        "WITH floor AS (UPDATE session_log SET trimmed_to = ? WHERE session_no = ?)"
            + " DELETE FROM session_event WHERE session_no = ? AND seq < ?",
        upTo,
        session.number(),
        session.number(),
        upTo);
  }

  private static List<String> floor(SessionRef session) {
    return DATABASE.rows(
        "SELECT trimmed_to FROM session_log WHERE session_no = ?", session.number());
  }

  private static List<String> log(SessionRef session) {
    return DATABASE.rows(
        "SELECT seq, type, task_id, data, at FROM session_event WHERE session_no = ? ORDER BY seq",
        session.number());
  }

  private static List<String> acts(SessionRef session) {
    return DATABASE.rows(
        "SELECT act FROM audit WHERE session_no = ? ORDER BY audit_no", session.number());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
