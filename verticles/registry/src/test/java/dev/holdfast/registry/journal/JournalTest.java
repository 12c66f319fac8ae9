package dev.holdfast.registry.journal;

import static dev.holdfast.registry.journal.Notes.append;
import static dev.holdfast.registry.journal.Notes.assertFault;
import static dev.holdfast.registry.journal.Notes.bound;
import static dev.holdfast.registry.journal.Notes.bug;
import static dev.holdfast.registry.journal.Notes.note;
import static dev.holdfast.registry.journal.Notes.recent;
import static dev.holdfast.registry.journal.Notes.security;
import static dev.holdfast.registry.journal.Notes.texts;
import static dev.holdfast.registry.journal.Notes.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.AppendedEntries;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryRecord;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class JournalTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BOB = new Principal("acme", "bob");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @Test
  void row_27_an_entry_is_read_as_it_was_appended() {
    SessionRef session = bound(ONE, ADA, "row27", "p27");
    NewEntry content =
        new NewEntry(
            "déjà \uD83D\uDE80\nline",
            "success",
            "claude",
            "{\"a\":[1,null,\"x\"],\"b\":1.50}",
            List.of("one", "two, three"),
            EntryPriority.CRITICAL,
            "build",
            EntryType.DECISION,
            0.1);
    EntryRecord written = append(ONE, session, content).getFirst();

    assertThat(written.content()).isEqualTo(content);
    assertThat(written.number()).isEqualTo(1);
    assertThat(written.project()).isEqualTo("p27");
    assertThat(written.sessionId()).isEqualTo("row27");
    assertThat(written.at()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(written.hash()).matches("[0-9a-f]{64}");
    assertThat(recent(TWO, session, JournalLog.MAIN, null, 5L).entries()).containsExactly(written);
  }

  @Test
  void row_27_a_bulk_is_appended_in_order_or_not_at_all() {
    SessionRef session = bound(ONE, ADA, "row27-bulk", "p27-bulk");
    List<NewEntry> hundred = IntStream.range(0, 100).mapToObj(i -> note("n" + i)).toList();
    assertThat(append(ONE, session, hundred.toArray(NewEntry[]::new)))
        .extracting(each -> each.content().message() + "@" + each.number())
        .containsExactlyElementsOf(
            IntStream.range(0, 100).mapToObj(i -> "n" + i + "@" + (i + 1)).toList());

    List<NewEntry> tooMany = new ArrayList<>(hundred);
    tooMany.add(note("one more"));
    assertFault(
        () -> append(ONE, session, tooMany.toArray(NewEntry[]::new)),
        ErrorCode.INVALID_FIELD,
        "100");
    assertFault(() -> append(ONE, session), ErrorCode.INVALID_FIELD, "1-100");
    assertFault(
        () -> append(ONE, session, note("good"), bug("bad", "{}")),
        ErrorCode.MISSING_FIELD,
        "entries[1]");
    assertThat(recent(ONE, session, JournalLog.MAIN, null, 1L).entries().getFirst().number())
        .isEqualTo(100);
  }

  @Test
  void row_27_the_limits_of_an_entry_are_named() {
    SessionRef session = bound(ONE, ADA, "row27-limits", "p27-limits");
    String longest = "\uD83D\uDE80".repeat(32_768);
    assertThat(append(ONE, session, note(longest)).getFirst().content().message())
        .isEqualTo(longest);
    assertThat(append(ONE, session, note(distinctWords())).getFirst().number()).isEqualTo(2);
    assertFault(() -> append(ONE, session, note("")), ErrorCode.INVALID_FIELD, "message");
    assertFault(
        () -> append(ONE, session, note("x".repeat(65_537))), ErrorCode.INVALID_FIELD, "65536");
    assertFault(
        () -> append(ONE, session, with("{\"k\":\"" + "x".repeat(16_384) + "\"}", null)),
        ErrorCode.INVALID_FIELD,
        "16384");
    for (double confidence : new double[] {-0.1, 1.1, Double.NaN}) {
      assertFault(
          () -> append(ONE, session, with("{}", confidence)),
          ErrorCode.INVALID_FIELD,
          "confidence");
    }
  }

  @Test
  void row_28_missing_metadata_is_named_key_by_key() {
    SessionRef session = bound(ONE, ADA, "row28", "p28");
    assertFault(
        () -> append(ONE, session, bug("b", "{\"component\":\"x\",\"status\":\" \"}")),
        ErrorCode.MISSING_FIELD,
        "severity, status");
    assertFault(
        () -> append(ONE, session, security("s", "{\"area\":null}")),
        ErrorCode.MISSING_FIELD,
        "severity, area, impact");
    assertThat(DATABASE.rows("SELECT 1 FROM journal WHERE project = 'p28'")).isEmpty();
  }

  @Test
  void row_28_bug_and_security_entries_are_in_the_main_log_and_in_their_own() {
    SessionRef session = bound(ONE, ADA, "row28-tee", "p28-tee");
    List<EntryRecord> written =
        append(
            ONE,
            session,
            note("n"),
            bug("b1", "{\"component\":\"c\",\"severity\":\"high\",\"status\":\"open\"}"),
            security("s1", "{\"area\":\"a\",\"impact\":\"i\",\"severity\":1}"),
            bug("b2", "{\"component\":\"c\",\"severity\":\"low\",\"status\":\"open\"}"));

    assertThat(texts(recent(ONE, session, JournalLog.MAIN, null, null)))
        .containsExactly("4 b2", "3 s1", "2 b1", "1 n");
    assertThat(texts(recent(ONE, session, JournalLog.BUG, null, null)))
        .containsExactly("2 b2", "1 b1");
    EntryPage security = recent(TWO, session, JournalLog.SECURITY, null, null);
    assertThat(texts(security)).containsExactly("1 s1");
    assertThat(security.entries().getFirst().entryId()).isEqualTo(written.get(2).entryId());
    assertThat(security.entries().getFirst().hash()).isNotEqualTo(written.get(2).hash());
  }

  @Test
  void row_29_exactly_the_requested_count_is_read_and_pages_join_without_gap() {
    SessionRef session = bound(ONE, ADA, "row29", "p29");
    for (int i = 0; i < 25; i++) {
      append(i % 2 == 0 ? ONE : TWO, session, note("n" + (i + 1)));
    }
    for (long limit : List.of(1L, 7L, 24L, 25L, 200L)) {
      assertThat(recent(ONE, session, JournalLog.MAIN, null, limit).entries())
          .hasSize((int) Math.min(limit, 25));
    }
    List<Long> all = new ArrayList<>();
    Long before = null;
    do {
      EntryPage page = recent(TWO, session, JournalLog.MAIN, before, 4L);
      page.entries().forEach(entry -> all.add(entry.number()));
      before = page.next();
    } while (before != null);
    List<Long> expected = new ArrayList<>(LongStream.rangeClosed(1, 25).boxed().toList());
    Collections.reverse(expected);
    assertThat(all).isEqualTo(expected);
    assertThat(recent(ONE, session, JournalLog.MAIN, null, 25L).next()).isNull();
    assertFault(
        () -> recent(ONE, session, JournalLog.MAIN, null, 201L), ErrorCode.INVALID_FIELD, "1-200");
  }

  @Test
  void row_29_projects_and_principals_never_see_each_others_entries() {
    SessionRef one = bound(ONE, ADA, "row29-one", "p29-shared");
    SessionRef two = bound(ONE, ADA, "row29-two", "p29-other");
    SessionRef same = bound(ONE, ADA, "row29-same", "p29-shared");
    SessionRef foreign = bound(ONE, BOB, "row29-one", "p29-shared");
    append(ONE, one, note("adas"));
    append(ONE, foreign, note("bobs"));

    assertThat(texts(recent(ONE, same, JournalLog.MAIN, null, null))).containsExactly("1 adas");
    assertThat(texts(recent(ONE, foreign, JournalLog.MAIN, null, null))).containsExactly("1 bobs");
    assertThat(recent(ONE, two, JournalLog.MAIN, null, null).entries()).isEmpty();
    SessionRef stolen = new SessionRef(one.number(), BOB, one.id());
    assertFault(
        () -> recent(ONE, stolen, JournalLog.MAIN, null, null), ErrorCode.UNKNOWN_SESSION, "");
    assertFault(() -> append(ONE, stolen, note("x")), ErrorCode.UNKNOWN_SESSION, "");
  }

  @Test
  void row_21_an_unbound_session_is_told_the_remedy_and_nothing_is_written() {
    SessionRef unbound = ONE.resolve(ADA, "row21-entries", null, null).session();
    long before = DATABASE.count("journal_entry");
    assertFault(
        () -> append(ONE, unbound, note("x")),
        ErrorCode.PROJECT_UNBOUND,
        "PUT /api/sessions/{id}/project");
    assertFault(
        () -> recent(ONE, unbound, JournalLog.MAIN, null, null),
        ErrorCode.PROJECT_UNBOUND,
        "set_project");
    assertThat(DATABASE.count("journal_entry")).isEqualTo(before);
  }

  @Test
  void an_ended_session_appends_nothing_and_still_reads() {
    SessionRef session = bound(ONE, ADA, "ended-entries", "p-ended");
    append(ONE, session, note("last"));
    DATABASE.execute("UPDATE session SET ended_at = now() WHERE session_no = ?", session.number());
    assertFault(() -> append(ONE, session, note("later")), ErrorCode.SESSION_ENDED, "");
    assertThat(texts(recent(ONE, session, JournalLog.MAIN, null, null))).containsExactly("1 last");
  }

  @Test
  void row_31_writers_of_many_sessions_on_two_pods_make_one_chain_without_a_gap() {
    List<SessionRef> sessions =
        IntStream.range(0, 10).mapToObj(i -> bound(ONE, ADA, "row31-w" + i, "p31-race")).toList();
    List<Future<AppendedEntries>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      NewEntry note = note("n" + i);
      NewEntry bug = bug("b" + i, "{\"component\":\"c\",\"severity\":1,\"status\":\"s\"}");
      answers.add(
          (i % 2 == 0 ? ONE : TWO)
              .request(
                  Addresses.APPEND_ENTRIES,
                  new AppendEntries(sessions.get(i % 10), List.of(note, bug))));
    }
    Await.result(Future.all(answers));
    List<EntryRecord> main =
        recent(ONE, sessions.getFirst(), JournalLog.MAIN, null, 200L).entries().reversed();
    assertThat(main.stream().map(EntryRecord::number))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 120).boxed().toList());
    assertThat(main.stream().map(EntryRecord::at)).isSorted();
    assertThat(
            DATABASE.rows(
                "SELECT last_number FROM journal WHERE project = 'p31-race' ORDER BY log"))
        .containsExactly("60", "120");
  }

  private static String distinctWords() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 65_000; i++) {
      text.append("a-").append(Integer.toString(i, 36)).append(".b/").append((char) ('a' + i % 26));
      text.append(' ');
    }
    return text.toString();
  }
}
