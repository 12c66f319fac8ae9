package dev.holdfast.registry.journal;

import static dev.holdfast.registry.journal.Notes.assertFault;
import static dev.holdfast.registry.journal.Notes.bound;
import static dev.holdfast.registry.journal.Notes.bug;
import static dev.holdfast.registry.journal.Notes.note;
import static dev.holdfast.registry.journal.Notes.recent;
import static dev.holdfast.registry.journal.Notes.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An append under an idempotency key, through two pods. */
final class AppendOnceTest {
  private static final Database DATABASE = new Database();
  private static final TestPod ONE =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), DATABASE.config());
  private static final TestPod TWO =
      TestPod.start("pod-2", TestConfigs.of(TestRedis.uri()), DATABASE.config());
  private static final Principal ADA = new Principal("acme", "ada");
  private static final List<Principal> OTHERS =
      List.of(new Principal("acme", "bob"), new Principal("rival", "ada"));
  private static final NewEntry BUG =
      bug("b", "{\"component\":\"c\",\"severity\":1,\"status\":\"s\"}");

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @Test
  void row_36_of_eight_appends_at_once_with_one_key_on_two_pods_one_is_written() {
    SessionRef session = bound(ONE, ADA, "once-race", "once-race");
    for (int round = 0; round < 10; round++) {
      Idempotency key = new Idempotency("race-" + round, "f");
      List<Future<AppendedEntries>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            (i % 2 == 0 ? ONE : TWO)
                .request(
                    Addresses.APPEND_ENTRIES,
                    new AppendEntries(session, List.of(note("a" + round), BUG), null, key)));
      }
      Await.result(Future.all(answers));
      List<AppendedEntries> done = answers.stream().map(Future::result).toList();
      assertThat(done.stream().map(AppendedEntries::entries).distinct()).hasSize(1);
      assertThat(done.stream().filter(each -> !each.repeated())).hasSize(1);
    }
    assertThat(recent(ONE, session, JournalLog.MAIN, null, 100L).entries()).hasSize(20);
    assertThat(recent(TWO, session, JournalLog.BUG, null, 100L).entries()).hasSize(10);
  }

  @Test
  void row_36_a_repetition_gets_the_first_answer_whatever_became_of_the_session() {
    SessionRef session = bound(ONE, ADA, "once-later", "once-later");
    Idempotency key = new Idempotency("later", "f");
    AppendedEntries first = append(session, key, note("first"), note("second"));
    append(session, null, note("third"));
    ONE.ask(Addresses.SET_PROJECT, new SetProject(session, "once-elsewhere", null));
    assertThat(append(session, key, note("first")))
        .isEqualTo(new AppendedEntries(first.entries(), true));
    ONE.ask(Addresses.END_SESSION, new EndSession(ADA, session.id(), EndStatus.COMPLETED, null));
    assertThat(append(session, key, note("first")).entries()).isEqualTo(first.entries());
    assertFault(
        () -> append(session, new Idempotency("new", "f"), note("n")), ErrorCode.SESSION_ENDED, "");
  }

  @Test
  void row_36_another_payload_under_the_key_is_a_conflict_and_writes_nothing() {
    SessionRef session = bound(ONE, ADA, "once-other", "once-other");
    append(session, new Idempotency("other", "f"), note("first"));
    assertFault(
        () -> append(session, new Idempotency("other", "g"), note("else")),
        ErrorCode.IDEMPOTENCY_CONFLICT,
        "another payload");
    assertThat(texts(recent(ONE, session, JournalLog.MAIN, null, null))).containsExactly("1 first");
  }

  @Test
  void row_36_the_same_key_of_another_principal_or_tenant_is_another_key() {
    Idempotency key = new Idempotency("shared", "f");
    append(bound(ONE, ADA, "once-mine", "once-mine"), key, note("ada's"));
    for (Principal other : OTHERS) {
      AppendedEntries theirs =
          append(bound(TWO, other, "once-theirs", "once-mine"), key, note("theirs"));
      assertThat(theirs.repeated()).isFalse();
      assertThat(theirs.entries().getFirst().number()).isEqualTo(1);
    }
  }

  @Test
  void row_36_a_refused_append_leaves_its_key_free() {
    SessionRef session = ONE.resolve(ADA, "once-unbound", null, null).session();
    Idempotency key = new Idempotency("unbound", "f");
    assertFault(() -> append(session, key, note("n")), ErrorCode.PROJECT_UNBOUND, "");
    ONE.ask(Addresses.SET_PROJECT, new SetProject(session, "once-bound", null));
    assertThat(append(session, key, note("n")).repeated()).isFalse();
  }

  private static AppendedEntries append(
      SessionRef session, @Nullable Idempotency key, NewEntry... entries) {
    return TWO.ask(
        Addresses.APPEND_ENTRIES, new AppendEntries(session, List.of(entries), null, key));
  }
}
