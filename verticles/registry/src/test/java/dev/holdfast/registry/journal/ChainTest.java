package dev.holdfast.registry.journal;

import static dev.holdfast.registry.journal.Notes.append;
import static dev.holdfast.registry.journal.Notes.assertFault;
import static dev.holdfast.registry.journal.Notes.bound;
import static dev.holdfast.registry.journal.Notes.bug;
import static dev.holdfast.registry.journal.Notes.note;
import static dev.holdfast.registry.journal.Notes.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.Rotation;
import dev.holdfast.shared.message.Verification;
import dev.holdfast.shared.message.VerifyEntries;
import dev.holdfast.shared.testing.TestRedis;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChainTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig BASE = TestConfigs.of(TestRedis.uri());
  private static final RegistryConfig CONFIG =
      new RegistryConfig(
          BASE.cache(),
          BASE.belief(),
          BASE.deadline(),
          BASE.resolveAttemptsMax(),
          new JournalConfig(100, 16_384, 50, 200, 200, 1_000, 2, 3, 7),
          BASE.lifecycle(),
          BASE.share(),
          BASE.keyCheckMs(),
          BASE.project(),
          BASE.groups());
  private static final TestPod POD = TestPod.start("pod-1", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_31_what_was_written_verifies_whatever_is_in_it() {
    SessionRef session = bound(POD, ADA, "odd", "odd \"project\"\n\u2028");
    append(
        POD,
        session,
        new NewEntry(
            "\u007f\u2028\uD83D\uDE80\t\"\\/ <>&",
            "",
            "ä",
            "{\"b\":[1.10,2E+5,1e-7],\"a\":{\"z\":null}}",
            List.of("b", "a", "a"),
            EntryPriority.LOW,
            " ",
            EntryType.TEST,
            1.0E-5),
        bug("x", "{\"component\":\"c\",\"severity\":1.0,\"status\":\"s\"}"));
    for (JournalLog log : JournalLog.values()) {
      Verification verified = verify(session, log, 0);
      assertThat(verified.brokenNumber()).as(log.wire()).isNull();
      assertThat(verified.next()).isNull();
      assertThat(verified.verifiedTo()).isEqualTo(verified.entries());
    }
    assertThat(verify(session, JournalLog.MAIN, 0).entries()).isEqualTo(2);
    assertThat(verify(session, JournalLog.SECURITY, 0).entries()).isZero();
  }

  @Test
  void row_31_a_long_chain_is_verified_in_steps() {
    SessionRef session = filled("steps", 16);
    Verification first = verify(session, JournalLog.MAIN, 0);
    assertThat(first.verifiedTo()).isEqualTo(7);
    assertThat(first.next()).isEqualTo(7);
    Verification second = verify(session, JournalLog.MAIN, 7);
    assertThat(second.next()).isEqualTo(14);
    Verification last = verify(session, JournalLog.MAIN, 14);
    assertThat(last.verifiedTo()).isEqualTo(16);
    assertThat(last.next()).isNull();
    assertFault(() -> verify(session, JournalLog.MAIN, 17), ErrorCode.INVALID_FIELD, "0-16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "4; content; UPDATE journal_entry SET message = 'forged' WHERE number = 4 AND",
        "3; content; UPDATE journal_entry SET meta = '{\"a\":1}' WHERE number = 3 AND",
        "5; content; UPDATE journal_entry SET at = at + '1 microsecond' WHERE number = 5 AND",
        "2; content; UPDATE journal_entry SET hash = repeat('a', 64) WHERE number = 2 AND",
        "1; content; UPDATE journal_entry SET session_id = 'other' WHERE number = 1 AND",
        "2; content; UPDATE journal_entry SET confidence = 0.5 WHERE number = 2 AND",
        "3; missing; DELETE FROM journal_entry WHERE number = 3 AND",
        "1; missing; DELETE FROM journal_entry WHERE number = 1 AND",
        "6; missing; DELETE FROM journal_entry WHERE number = 6 AND",
        "6; end; UPDATE journal SET last_hash = repeat('a', 64) WHERE",
      })
  void row_31_the_first_broken_entry_is_named(long number, String reason, String tampering) {
    SessionRef session = filled("tamper-" + Integer.toHexString(tampering.hashCode()), 6);
    assertThat(verify(session, JournalLog.MAIN, 0).brokenNumber()).isNull();
    DATABASE.execute(
        tampering + " journal_no = (SELECT journal_no FROM journal WHERE project = ?)",
        session.id());

    Verification broken = verify(session, JournalLog.MAIN, 0);
    assertThat(broken.brokenNumber()).isEqualTo(number);
    assertThat(broken.verifiedTo()).isEqualTo(number - 1);
    assertThat(broken.reason()).contains(reason);
  }

  @Test
  void row_31_a_rotation_is_tried_first_and_happens_only_as_it_was_confirmed() {
    SessionRef session = filled("rotate", 5);
    Rotation plan = rotate(session, null);
    assertThat(plan.entries()).isEqualTo(5);
    assertThat(plan.closedAt()).isNull();
    assertThat(rotate(session, null)).isEqualTo(plan);
    assertThat(
            DATABASE.rows(
                "SELECT 1 FROM journal_segment s JOIN journal j USING (journal_no)"
                    + " WHERE j.project = 'rotate'"))
        .isEmpty();

    append(POD, session, note("appended after the dry run"));
    Rotation done = rotate(session, plan.confirm());
    assertThat(done.entries()).isEqualTo(5);
    assertThat(done.firstNumber()).isEqualTo(1);
    assertThat(done.lastNumber()).isEqualTo(5);
    List<EntryRecord> entries =
        recent(POD, session, JournalLog.MAIN, null, 10L).entries().reversed();
    assertThat(done.firstHash()).isEqualTo(entries.get(0).hash());
    assertThat(done.lastHash()).isEqualTo(entries.get(4).hash());
    assertThat(done.closedAt()).isNotNull();
    assertThat(entries.stream().map(EntryRecord::number)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);

    assertFault(() -> rotate(session, plan.confirm()), ErrorCode.VERSION_CONFLICT, "dry run");
    assertFault(() -> rotate(session, "yes"), ErrorCode.INVALID_FIELD, "confirm");
    assertFault(
        () -> rotate(session, "6-" + "0".repeat(64)), ErrorCode.VERSION_CONFLICT, "dry run");
    assertThat(verify(session, JournalLog.MAIN, 0).brokenNumber()).isNull();

    Rotation next = rotate(session, Objects.requireNonNull(rotate(session, null).confirm()));
    assertThat(next.firstNumber()).isEqualTo(6);
    Rotation nothing = rotate(session, null);
    assertThat(nothing.entries()).isZero();
    assertThat(nothing.confirm()).isNull();
    assertThat(append(POD, session, note("goes on")).getFirst().number()).isEqualTo(7);
  }

  @Test
  void row_31_an_archive_marker_that_was_changed_is_named() {
    SessionRef session = filled("marker", 4);
    rotate(session, Objects.requireNonNull(rotate(session, null).confirm()));
    append(POD, session, note("after"));
    assertThat(verify(session, JournalLog.MAIN, 0).brokenNumber()).isNull();
    DATABASE.execute(
        "UPDATE journal_segment SET entries = 3 WHERE journal_no ="
            + " (SELECT journal_no FROM journal WHERE project = 'marker')");
    Verification broken = verify(session, JournalLog.MAIN, 0);
    assertThat(broken.brokenNumber()).isEqualTo(4);
    assertThat(broken.reason()).contains("archive marker");
  }

  private static SessionRef filled(String name, int count) {
    SessionRef session = bound(POD, ADA, name, name);
    append(
        POD, session, IntStream.range(0, count).mapToObj(i -> note("n")).toArray(NewEntry[]::new));
    return session;
  }

  private static Verification verify(SessionRef session, JournalLog log, long after) {
    return POD.ask(Addresses.VERIFY_ENTRIES, new VerifyEntries(session, log, after));
  }

  private static Rotation rotate(SessionRef session, @Nullable String confirm) {
    return POD.ask(Addresses.ROTATE_ENTRIES, new RotateEntries(session, JournalLog.MAIN, confirm));
  }
}
