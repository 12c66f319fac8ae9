package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.AppendEntries;
import dev.holdfast.shared.message.EntryFilter;
import dev.holdfast.shared.message.EntryPage;
import dev.holdfast.shared.message.EntryPriority;
import dev.holdfast.shared.message.EntryType;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.JournalLog;
import dev.holdfast.shared.message.NewEntry;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.QueryEntries;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RotateEntries;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.message.VerifyEntries;
import dev.holdfast.shared.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ModesTest {
  private static final Principal ADA = new Principal("acme", "ada");
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
  void row_23_the_key_is_the_servers_and_stands_for_owner_project_and_repository() {
    ProjectBinding first = set("key-1", "keyed", null);
    ProjectBinding same = set("key-2", "keyed", null);
    assertThat(first.projectKey()).matches("pk_[0-9a-f]{64}").isEqualTo(same.projectKey());
    assertThat(TWO.ask(Addresses.GET_PROJECT, new GetProject(session("key-1")))).isEqualTo(first);

    List<@Nullable String> others = new ArrayList<>();
    others.add(set("key-3", "keyed", "/home/ada/keyed").projectKey());
    others.add(set("key-3", "keyed", "/home/ada/other").projectKey());
    others.add(set("key-3", "another", null).projectKey());
    Principal eve = new Principal("acme", "eve");
    SessionRef hers = ONE.resolve(eve, "key-1", null, null).session();
    others.add(ONE.ask(Addresses.SET_PROJECT, new SetProject(hers, "keyed", null)).projectKey());
    assertThat(others).doesNotContain(first.projectKey()).doesNotHaveDuplicates();
  }

  @Test
  void row_23_a_generation_never_falls_and_never_comes_back() {
    List<Long> told = new ArrayList<>();
    told.add(set("gen", "a", null).generation());
    told.add(set("gen", "b", null).generation());
    told.add(sentinel("gen").generation());
    told.add(set("gen", "a", null).generation());
    SessionRef session = session("gen");
    DATABASE.execute("DELETE FROM session_project WHERE session_no = ?", session.number());
    ProjectBinding again = set("gen", "a", null);
    told.add(again.generation());

    assertThat(again.version()).isEqualTo(1);
    assertThat(told).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void row_23_a_forged_key_is_refused_by_every_call_and_noted() {
    SessionRef session = session("forged");
    String own = key(set("forged", "mine", null));
    String foreign = key(set("forged-2", "theirs", null));
    for (String forged : List.of(foreign, "pk_" + "0".repeat(64), "x")) {
      for (Runnable call : calls(session, forged)) {
        assertFault(call, ErrorCode.FORGED_PROJECT_KEY, "get_project");
      }
    }
    calls(session, own).forEach(Runnable::run);
    set("forged", "theirs", null);
    calls(session, own)
        .forEach(call -> assertFault(call, ErrorCode.FORGED_PROJECT_KEY, "get_project"));
    assertFault(
        () -> ONE.ask(Addresses.APPEND_ENTRIES, append(session("forged-unbound"), own)),
        ErrorCode.FORGED_PROJECT_KEY,
        "get_project");
    await()
        .untilAsserted(() ->
            assertThat(audit("forged", "access_refused"))
                .anyMatch(
                    row -> row.contains("append_entries") && row.contains("forged_project_key")));
  }

  @Test
  void row_26_a_sentinel_watches_over_every_project_and_writes_to_none() {
    set("worker-a", "watched-a", null);
    set("worker-b", "watched-b", null);
    for (String worker : List.of("worker-a", "worker-b")) {
      ONE.ask(Addresses.APPEND_ENTRIES, append(session(worker), null));
    }
    ProjectBinding binding = sentinel("watcher");
    assertThat(binding.mode()).isEqualTo(SessionMode.SENTINEL);
    assertThat(binding.project()).isNull();
    assertThat(binding.projectKey()).isNull();

    SessionRef watcher = session("watcher");
    EntryPage seen = TWO.ask(Addresses.QUERY_ENTRIES, query(watcher, null));
    assertThat(seen.entries().stream().map(each -> each.project()))
        .contains("watched-a", "watched-b");
    for (SessionTool tool : SessionTool.values()) {
      if (tool == SessionTool.SET_PROJECT || tool == SessionTool.QUERY_ENTRIES) {
        ONE.ask(Addresses.ADMIT_CALL, new AdmitCall(watcher, tool, null));
      } else {
        assertFault(
            () -> ONE.ask(Addresses.ADMIT_CALL, new AdmitCall(watcher, tool, null)),
            ErrorCode.TOOL_NOT_ALLOWED,
            "mode sentinel does not allow " + tool.wire());
      }
    }
    assertFault(
        () -> TWO.ask(Addresses.APPEND_ENTRIES, append(watcher, null)),
        ErrorCode.TOOL_NOT_ALLOWED,
        "set_project");
    await()
        .untilAsserted(() ->
            assertThat(audit("watcher", "mode_violation"))
                .anyMatch(
                    row -> row.contains("append_entries") && row.contains("tool_not_allowed")));

    set("watcher", "watched-a", null);
    TWO.ask(Addresses.APPEND_ENTRIES, append(watcher, null));
  }

  @Test
  void row_26_a_session_that_chose_nothing_may_use_every_tool() {
    SessionRef session = session("ordinary");
    for (SessionTool tool : SessionTool.values()) {
      assertThat(ONE.ask(Addresses.ADMIT_CALL, new AdmitCall(session, tool, null)).mode())
          .isEqualTo(SessionMode.PROJECT);
    }
  }

  @Test
  void row_26_the_operator_decides_what_a_mode_allows() {
    TestPod strict =
        TestPod.start(
            "pod-3",
            TestConfigs.withProject(
                CONFIG,
                Map.of(
                    "registry.modes.project_tools", "query_entries",
                    "registry.modes.sentinel_tools", "")),
            DATABASE.config());
    SessionRef session = session("strict");
    assertFault(
        () -> strict.ask(Addresses.SET_PROJECT, new SetProject(session, "p", null)),
        ErrorCode.TOOL_NOT_ALLOWED,
        "registry.modes.project_tools");
    sentinel("strict");
    assertFault(
        () -> strict.ask(Addresses.QUERY_ENTRIES, query(session, null)),
        ErrorCode.TOOL_NOT_ALLOWED,
        "mode sentinel");
    strict.close();
  }

  @Test
  void row_26_a_mode_and_its_project_go_together() {
    SessionRef session = session("together");
    for (SetProject wrong :
        List.of(
            new SetProject(session, "p", null, SessionMode.SENTINEL, null),
            new SetProject(session, null, null, SessionMode.PROJECT, null),
            new SetProject(session, null, null, SessionMode.SENTINEL, "/repo"))) {
      assertFault(() -> ONE.ask(Addresses.SET_PROJECT, wrong), ErrorCode.INVALID_FIELD, "sentinel");
    }
  }

  /** Every call inside a project, with a key. */
  private static List<Runnable> calls(SessionRef session, @Nullable String key) {
    JournalLog log = JournalLog.MAIN;
    return List.of(
        () -> ONE.ask(Addresses.APPEND_ENTRIES, append(session, key)),
        () -> TWO.ask(Addresses.READ_ENTRIES, new ReadEntries(session, log, null, null, key)),
        () -> ONE.ask(Addresses.QUERY_ENTRIES, query(session, key)),
        () -> TWO.ask(Addresses.ROTATE_ENTRIES, new RotateEntries(session, log, null, key)),
        () -> ONE.ask(Addresses.VERIFY_ENTRIES, new VerifyEntries(session, log, 0, key)),
        () -> TWO.ask(Addresses.ADMIT_CALL, new AdmitCall(session, SessionTool.SUBMIT_TASK, key)));
  }

  private static AppendEntries append(SessionRef session, @Nullable String key) {
    NewEntry note =
        new NewEntry(
            "m", null, null, "{}", List.of(), EntryPriority.LOW, null, EntryType.NOTE, null);
    return new AppendEntries(session, List.of(note), key, null);
  }

  private static QueryEntries query(SessionRef session, @Nullable String key) {
    EntryFilter all =
        new EntryFilter(null, null, null, null, null, null, null, null, null, List.of(), null);
    return new QueryEntries(session, JournalLog.MAIN, false, all, null, null, key);
  }

  private static String key(ProjectBinding binding) {
    String key = binding.projectKey();
    if (key == null) {
      throw new AssertionError("no key");
    }
    return key;
  }

  private static List<String> audit(String sessionId, String act) {
    return DATABASE.rows(
        "SELECT detail FROM audit WHERE session_id = '" + sessionId + "' AND act = '" + act + "'");
  }

  private static SessionRef session(String id) {
    return ONE.resolve(ADA, id, null, null).session();
  }

  private static ProjectBinding set(String id, String project, @Nullable String repoRoot) {
    return ONE.ask(
        Addresses.SET_PROJECT,
        new SetProject(session(id), project, null, SessionMode.PROJECT, repoRoot));
  }

  private static ProjectBinding sentinel(String id) {
    return TWO.ask(
        Addresses.SET_PROJECT, new SetProject(session(id), null, null, SessionMode.SENTINEL, null));
  }

  private static void assertFault(Runnable act, ErrorCode code, String detail) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.detail()).contains(detail);
            });
  }
}
