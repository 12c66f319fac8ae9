package dev.holdfast.registry.journal;

import static dev.holdfast.registry.journal.Notes.append;
import static dev.holdfast.registry.journal.Notes.assertFault;
import static dev.holdfast.registry.journal.Notes.bound;
import static dev.holdfast.registry.journal.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EntryFilter;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SearchTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod POD = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static SessionRef here;
  private static SessionRef there;

  @BeforeAll
  static void write() {
    here = bound(POD, ADA, "here", "alpha");
    there = bound(POD, ADA, "there", "beta");
    append(
        POD,
        here,
        entry("Fixed the parser", "success", "claude", "{\"pr\":7,\"x\":{\"y\":1,\"z\":2}}"),
        new NewEntry(
            "error 404 in gateway",
            "error",
            "codex",
            "{\"pr\":8}",
            List.of("net", "http"),
            EntryPriority.CRITICAL,
            "ops",
            EntryType.PROGRESS,
            0.5),
        entry("The parser of gateways", "info", "claude", "{}"));
    append(POD, there, entry("Parser elsewhere", "success", "claude", "{\"pr\":7}"));
    append(
        POD,
        bound(POD, new Principal("acme", "bob"), "here", "alpha"),
        entry("Bobs parser", "success", "claude", "{\"pr\":7}"));
  }

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_30_text_is_found_by_words() {
    assertThat(messages(new Filter().text("parser")))
        .containsExactly("The parser of gateways", "Fixed the parser");
    assertThat(messages(new Filter().text("parser -fixed")))
        .containsExactly("The parser of gateways");
    assertThat(messages(new Filter().text("\"in gateway\"")))
        .containsExactly("error 404 in gateway");
    assertThat(messages(new Filter().text("pars"))).isEmpty();
  }

  @Test
  void row_30_a_safe_regex_is_matched_by_postgres() {
    assertThat(messages(new Filter().regex("err\\w+ \\d{3}")))
        .containsExactly("error 404 in gateway");
    assertThat(messages(new Filter().regex("(?i)^(fixed|the) ")))
        .containsExactly("The parser of gateways", "Fixed the parser");
    assertFault(() -> search(new Filter().regex("(a+)+$")), ErrorCode.INVALID_FIELD, "regex");
    assertFault(() -> search(new Filter().regex("(a")), ErrorCode.INVALID_FIELD, "not a valid");
    assertFault(
        () -> search(new Filter().regex("x".repeat(201))), ErrorCode.INVALID_FIELD, "1-200");
  }

  @Test
  void row_30_the_other_conditions_hold_together() {
    assertThat(messages(new Filter().status("error"))).containsExactly("error 404 in gateway");
    assertThat(messages(new Filter().agent("claude"))).hasSize(2);
    assertThat(messages(new Filter().agent("claude").status("success")))
        .containsExactly("Fixed the parser");
    assertThat(messages(new Filter().meta("{\"x\":{\"y\":1}}")))
        .containsExactly("Fixed the parser");
    assertThat(messages(new Filter().meta("{\"pr\":8.0}"))).containsExactly("error 404 in gateway");
    assertThat(messages(new Filter().priority(EntryPriority.CRITICAL))).hasSize(1);
    assertThat(messages(new Filter().category("ops"))).hasSize(1);
    assertThat(messages(new Filter().tags("http"))).hasSize(1);
    assertThat(messages(new Filter().tags("http", "other"))).isEmpty();
    assertThat(messages(new Filter().type(EntryType.PROGRESS))).hasSize(1);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    assertThat(messages(new Filter().between(now.minusHours(1), now.plusHours(1)))).hasSize(3);
    assertThat(messages(new Filter().between(now.plusHours(1), null))).isEmpty();
    assertThat(messages(new Filter().between(null, now.minusHours(1)))).isEmpty();
  }

  @Test
  void row_30_the_scope_is_the_project_or_all_of_the_principals_projects() {
    Filter filter = new Filter().meta("{\"pr\":7}");
    assertThat(messages(filter)).containsExactly("Fixed the parser");
    EntryPage all = Await.result(request(there, true, filter, null, 10L));
    assertThat(all.entries().stream().map(each -> each.project())).containsExactly("beta", "alpha");
    SessionRef unbound = POD.resolve(ADA, "unbound", null, null).session();
    assertThat(Await.result(request(unbound, true, filter, null, 10L))).isEqualTo(all);
    assertFault(
        () -> Await.result(request(unbound, false, filter, null, 10L)),
        ErrorCode.PROJECT_UNBOUND,
        "set_project");
  }

  @Test
  void row_30_matches_come_in_pages() {
    List<String> found = new ArrayList<>();
    Long before = null;
    do {
      EntryPage page = Await.result(request(here, true, new Filter().text("parser"), before, 1L));
      page.entries().forEach(each -> found.add(each.content().message()));
      before = page.next();
    } while (before != null);
    assertThat(found)
        .containsExactly("Parser elsewhere", "The parser of gateways", "Fixed the parser");
  }

  @Test
  void row_30_a_catastrophic_pattern_gets_a_clear_error_and_stops_nobody() {
    SessionRef large = bound(POD, ADA, "large", "large");
    String haystack = "a".repeat(65_536);
    for (int i = 0; i < 10; i++) {
      append(
          POD,
          large,
          IntStream.range(0, 20).mapToObj(j -> note(haystack)).toArray(NewEntry[]::new));
    }
    String costly = "(a|aa|aaa){200}(a|aa|aaa){200}(a|aa|aaa){200}(a|aa|aaa){200}b";
    List<Future<EntryPage>> searches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      searches.add(request(large, false, new Filter().regex(costly), null, 10L));
    }
    assertThat(append(POD, here, note("meanwhile"))).hasSize(1);
    assertThat(searches).anyMatch(search -> !search.isComplete());
    Await.result(Future.join(searches).otherwiseEmpty());
    assertThat(searches.stream().map(each -> ((Fault) each.cause()).code()))
        .containsOnly(ErrorCode.INVALID_FIELD, ErrorCode.OVERLOADED);
    assertThat(searches.stream().map(each -> ((Fault) each.cause()).detail()))
        .anyMatch(detail -> detail.startsWith("regex: ") && detail.contains("1000 ms"))
        .allMatch(detail -> detail.contains("1000 ms") || detail.contains("2 searches"));
    assertThat(messages(new Filter().text("meanwhile"))).containsExactly("meanwhile");
    DATABASE.execute("DELETE FROM journal_entry WHERE message = 'meanwhile'");
  }

  /** A filter put together condition by condition. */
  private static final class Filter {
    private @Nullable OffsetDateTime since;
    private @Nullable OffsetDateTime until;
    private @Nullable String text;
    private @Nullable String regex;
    private @Nullable String status;
    private @Nullable String agent;
    private @Nullable String meta;
    private @Nullable EntryPriority priority;
    private @Nullable String category;
    private List<String> tags = List.of();
    private @Nullable EntryType type;

    Filter between(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
      since = from;
      until = to;
      return this;
    }

    Filter text(String value) {
      text = value;
      return this;
    }

    Filter regex(String value) {
      regex = value;
      return this;
    }

    Filter status(String value) {
      status = value;
      return this;
    }

    Filter agent(String value) {
      agent = value;
      return this;
    }

    Filter meta(String value) {
      meta = value;
      return this;
    }

    Filter priority(EntryPriority value) {
      priority = value;
      return this;
    }

    Filter category(String value) {
      category = value;
      return this;
    }

    Filter tags(String... values) {
      tags = List.of(values);
      return this;
    }

    Filter type(EntryType value) {
      type = value;
      return this;
    }

    EntryFilter built() {
      return new EntryFilter(
          since, until, text, regex, status, agent, meta, priority, category, tags, type);
    }
  }

  private static NewEntry entry(String message, String status, String agent, String meta) {
    return new NewEntry(
        message, status, agent, meta, List.of(), EntryPriority.MEDIUM, null, EntryType.NOTE, null);
  }

  private static EntryPage search(Filter filter) {
    return Await.result(request(here, false, filter, null, null));
  }

  private static List<String> messages(Filter filter) {
    return search(filter).entries().stream().map(each -> each.content().message()).toList();
  }

  private static Future<EntryPage> request(
      SessionRef session,
      boolean everywhere,
      Filter filter,
      @Nullable Long before,
      @Nullable Long limit) {
    return POD.request(
        Addresses.QUERY_ENTRIES,
        new QueryEntries(session, JournalLog.MAIN, everywhere, filter.built(), before, limit));
  }
}
