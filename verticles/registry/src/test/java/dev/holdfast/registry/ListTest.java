package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ListSessions;
import dev.holdfast.shared.message.SessionPage;
import dev.holdfast.shared.message.SessionStatus;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ListTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Database DATABASE = new Database();
  private static final TestPod POD =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), DATABASE.config());

  @BeforeAll
  static void make() {
    for (String id : List.of("web-1", "web-2", "cli_1", "web-3")) {
      SessionRef session = POD.resolve(ADA, id, null, null).session();
      if (!id.equals("web-1")) {
        POD.ask(Addresses.SET_PROJECT, new SetProject(session, "shop", null));
      }
    }
    POD.resolve(new Principal("acme", "eve"), "web-4", null, null);
    POD.resolve(new Principal("evil", "ada"), "web-5", null, null);
    POD.ask(Addresses.END_SESSION, new EndSession(ADA, "web-3", EndStatus.ABANDONED, "gave it up"));
  }

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_15_sessions_are_listed_newest_first_and_only_to_their_owner() {
    assertThat(ids(list(null, null, null, null, 50)))
        .containsExactly("web-3", "cli_1", "web-2", "web-1");
    SessionPage.Item ended = list(null, null, null, null, 50).sessions().getFirst();
    assertThat(ended.project()).isEqualTo("shop");
    assertThat(ended.life().endStatus()).isEqualTo("abandoned");
    assertThat(ended.life().endReason()).isEqualTo("gave it up");
  }

  @Test
  void row_15_sessions_are_searched_by_state_prefix_and_project() {
    assertThat(ids(list(SessionStatus.LIVE, null, null, null, 50)))
        .containsExactly("cli_1", "web-2", "web-1");
    assertThat(ids(list(SessionStatus.ENDED, null, null, null, 50))).containsExactly("web-3");
    assertThat(ids(list(null, "web", null, null, 50))).containsExactly("web-3", "web-2", "web-1");
    assertThat(ids(list(null, "cli_", null, null, 50))).containsExactly("cli_1");
    assertThat(ids(list(null, "___", null, null, 50))).isEmpty();
    assertThat(ids(list(SessionStatus.LIVE, "web", "shop", null, 50))).containsExactly("web-2");
  }

  @Test
  void row_15_pages_follow_each_other_without_gap_or_repetition() {
    SessionPage first = list(null, null, null, null, 3);
    assertThat(ids(first)).containsExactly("web-3", "cli_1", "web-2");
    SessionPage second = list(null, null, null, first.next(), 3);
    assertThat(ids(second)).containsExactly("web-1");
    assertThat(second.next()).isNull();
    assertThat(list(null, null, null, null, 4).next()).isNull();
  }

  private static SessionPage list(
      @Nullable SessionStatus status,
      @Nullable String prefix,
      @Nullable String project,
      @Nullable Long before,
      int limit) {
    return POD.ask(
        Addresses.LIST_SESSIONS, new ListSessions(ADA, status, prefix, project, before, limit));
  }

  private static List<String> ids(SessionPage page) {
    return page.sessions().stream().map(item -> item.session().id()).toList();
  }
}
