package dev.holdfast.registry.belief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.BelieverStore;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one database, each with a memory; the clock is the test's. */
final class BeliefTest {
  private static final int BELIEF_MS = 100;
  private static final long QUIET_MS = 1_000;
  private static final Deadline DEADLINE = new Deadline(30_000);
  private static final BeliefConfig CONFIG = new BeliefConfig(BELIEF_MS, 10_000);
  private static final GetProject QUESTION =
      new GetProject(new SessionRef(7, new Principal("acme", "ada"), "s-7"));
  private static final ProjectBinding OLD = bound("old", 1);
  private static final ProjectBinding NEW = bound("new", 2);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Database database = new Database();
  private final Postgres postgres = Postgres.open(vertx, database.config());
  private final BelieverStore store = new BelieverStore(postgres);
  private final AtomicLong now = new AtomicLong();
  private final Believer one = new Believer("one", false);
  private final Believer two = new Believer("two", false);

  /** A process as far as this goes. */
  private final class Believer {
    private final PodBus bus;
    private final Memory memory = new Memory(100, 60_000, QUIET_MS, number -> false, now::get);
    private final Belief belief;
    private final Changes changes;

    Believer(String name, boolean dropAll) {
      bus = new PodBus(vertx, PodId.start(name), dropAll);
      belief =
          new Belief(store, bus.self().address(), memory, BELIEF_MS, QUIET_MS, DEADLINE, now::get);
      changes = new Changes(vertx, bus, belief, store, memory::hold, CONFIG, DEADLINE, now::get);
    }

    void listen(Runnable meanwhile) {
      loop.runOnContext(run ->
          bus.answerForRegistry(change -> {
            memory.hold(change);
            meanwhile.run();
            return new Hint.Held();
          }));
    }

    void look() {
      onLoop(belief::runOnce);
    }

    /** Past its quiet time, and with the old answer in mind. */
    void believe() {
      look();
      for (long ms = 0; ms <= QUIET_MS; ms += BELIEF_MS / 2) {
        pass(BELIEF_MS / 2);
        look();
      }
      memory.projects().keep(QUESTION, OLD);
      assertThat(memory.projects().recall(QUESTION)).contains(OLD);
    }

    boolean believesOld() {
      return memory.projects().recall(QUESTION).filter(OLD::equals).isPresent();
    }

    ProjectBinding change() {
      return onLoop(
          () -> changes.make(new Hint.HoldProject(QUESTION), () -> Future.succeededFuture(NEW)));
    }
  }

  @BeforeEach
  void install() {
    Bus.install(vertx);
  }

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void who_is_new_believes_nothing_for_as_long_as_a_change_may_take() {
    one.look();
    pass(QUIET_MS - 1);
    one.look();
    one.memory.projects().keep(QUESTION, OLD);
    assertThat(one.memory.projects().recall(QUESTION)).isEmpty();
    // The look before was too long ago, so that its quiet time began anew.
    one.believe();
  }

  @Test
  void belief_ends_with_its_time_and_what_was_held_then_is_never_believed_again() {
    one.believe();
    pass(BELIEF_MS);
    assertThat(one.believesOld()).isFalse();
    one.look();
    assertThat(one.believesOld()).isFalse();
    pass(QUIET_MS / 2);
    one.look();
    assertThat(one.believesOld()).isFalse();
  }

  @Test
  void a_look_in_time_goes_on_believing() {
    one.believe();
    pass(BELIEF_MS - 1);
    one.look();
    pass(BELIEF_MS - 1);
    assertThat(one.believesOld()).isTrue();
  }

  @Test
  void a_change_is_written_after_everybody_else_forgot() {
    two.listen(() -> {});
    believeBoth();
    List<String> marks = marks();
    assertThat(one.change()).isEqualTo(NEW);
    assertThat(one.believesOld()).isFalse();
    assertThat(two.believesOld()).isFalse();
    assertThat(marks()).isEqualTo(marks);
    two.memory.projects().keep(QUESTION, OLD);
    assertThat(two.believesOld()).as("an older answer that comes in late").isFalse();
  }

  @Test
  void who_is_silent_is_distrusted_and_forgets_at_its_next_look() {
    believeBoth();
    List<String> marks = marks();
    assertThat(one.change()).isEqualTo(NEW);
    assertThat(marks()).hasSize(2).isNotEqualTo(marks);
    assertThat(two.believesOld()).as("it was waited for instead, by a real clock").isTrue();
    two.look();
    assertThat(two.believesOld()).isFalse();
    two.memory.projects().keep(QUESTION, OLD);
    assertThat(two.believesOld()).isFalse();
  }

  @Test
  void a_change_of_a_process_that_was_stopped_for_longer_than_the_others_hold_is_not_written() {
    two.listen(() -> pass(CONFIG.writeWithinMs(DEADLINE) + 1));
    two.look();
    assertThatThrownBy(one::change)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
  }

  @Test
  void whose_row_was_lost_and_made_again_forgets() {
    one.believe();
    database.execute("DELETE FROM believer");
    one.look();
    assertThat(one.believesOld()).isFalse();
  }

  @Test
  void without_the_bus_everybody_is_distrusted() {
    Believer deaf = new Believer("deaf", true);
    two.listen(() -> {});
    two.believe();
    deaf.look();
    assertThat(deaf.change()).isEqualTo(NEW);
    two.look();
    assertThat(two.believesOld()).isFalse();
  }

  @Test
  void who_left_is_not_waited_for() {
    believeBoth();
    onLoop(two.belief::end);
    assertThat(two.believesOld()).isFalse();
    one.look();
    assertThat(onLoop(one.belief::others)).isEmpty();
    assertThat(one.change()).isEqualTo(NEW);
  }

  @Test
  void others_that_were_seen_too_long_ago_are_looked_for_again() {
    one.look();
    two.look();
    assertThat(onLoop(one.belief::others)).isEmpty();
    pass(BELIEF_MS);
    assertThat(onLoop(one.belief::others)).isEqualTo(Map.of(two.bus.self().address(), BELIEF_MS));
  }

  @Test
  void who_ended_without_a_word_counts_for_a_moment_and_is_swept_later() {
    two.look();
    database.execute("UPDATE believer SET seen_at = seen_at - interval '2 seconds'");
    one.look();
    assertThat(onLoop(one.belief::others)).isEmpty();
    onLoop(store::sweep);
    assertThat(database.count("believer")).isEqualTo(2);
    database.execute(
        "UPDATE believer SET seen_at = seen_at - interval '1 hour' WHERE address = ?",
        two.bus.self().address());
    onLoop(store::sweep);
    assertThat(database.rows("SELECT address FROM believer"))
        .containsExactly(one.bus.self().address());
  }

  @Test
  void nothing_is_written_where_it_is_not_known_who_believes() {
    database.execute("ALTER TABLE believer RENAME TO gone");
    Promise<Void> written = Promise.promise();
    Future<Void> change =
        onLoopAsync(() ->
            one.changes.make(
                new Hint.HoldProject(QUESTION),
                () -> {
                  written.complete();
                  return Future.succeededFuture();
                }));
    assertThatThrownBy(() -> Await.result(change)).isInstanceOf(PgException.class);
    assertThat(written.future().isComplete()).isFalse();
  }

  private void believeBoth() {
    one.look();
    two.believe();
    one.believe();
    two.look();
    two.believe();
  }

  private List<String> marks() {
    return database.rows("SELECT address, distrusted FROM believer ORDER BY address");
  }

  private void pass(long ms) {
    now.addAndGet(Duration.ofMillis(ms).toNanos());
  }

  private <T> T onLoop(Supplier<Future<T>> work) {
    return Await.result(onLoopAsync(work));
  }

  private <T> Future<T> onLoopAsync(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(run -> work.get().onComplete(done));
    return done.future();
  }

  private static ProjectBinding bound(String project, long version) {
    return new ProjectBinding(
        project, SessionMode.PROJECT, "key", null, version, version, "2026-01-01T00:00:00Z");
  }
}
