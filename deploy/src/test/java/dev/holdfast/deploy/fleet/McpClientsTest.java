package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/**
 * Clients that others wrote, on three pods behind a proxy that sends each request to the next one.
 * Each begins, then all pods are killed and others started, then each goes on; Redis is emptied
 * before every call.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class McpClientsTest {
  private static final int PODS = 3;
  private static final JsonObject NONE = new JsonObject();
  private static final JsonObject STABLE =
      new JsonObject()
          .put(
              "stable_key",
              new JsonObject().put("agent", "claude").put("repo_root", "/home/ann/project_a"));

  private final Fleet fleet = new Fleet();
  private final Map<McpPeer, Story> stories = new EnumMap<>(McpPeer.class);
  private McpProxy proxy;

  /** How it went until the pods were killed. */
  private sealed interface Story {
    /**
     * @param found the session of the agent that has left
     */
    record Begun(String token, McpAgent claude, String session, McpAgent codex, String found)
        implements Story {}

    record Broken(Throwable failure) implements Story {}
  }

  @BeforeAll
  void start() {
    List<PodProcess> first = fleet.start(PODS);
    proxy = new McpProxy(first);
    for (McpPeer peer : McpPeer.values()) {
      stories.put(peer, begin(peer));
    }
    first.forEach(PodProcess::kill);
    proxy.to(fleet.start(PODS));
  }

  @AfterAll
  void stop() {
    for (Story story : stories.values()) {
      if (story instanceof Story.Begun begun) {
        begun.claude().close();
        begun.codex().close();
      }
    }
    proxy.close();
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void case_1_row_8_a_restart_of_every_pod_keeps_session_and_project(McpPeer peer) {
    Story.Begun story = begun(peer);
    for (int i = 0; i < peer.turns(); i++) {
      JsonObject project = story.claude().result("get_project", NONE);
      assertThat(project.getString("project")).isEqualTo("claude_project");
      assertThat(project.getString("session_id")).isEqualTo(story.session());
    }
  }

  @ParameterizedTest
  @EnumSource
  void case_2_row_20_two_agents_on_two_projects_never_see_each_others(McpPeer peer) {
    Story.Begun story = begun(peer);
    for (int i = 0; i < peer.turns(); i++) {
      story.claude().result("append_entry", message("claude " + i));
      story.codex().result("append_entry", message("codex " + i));
      assertThat(story.codex().result("get_project", NONE).getString("project"))
          .isEqualTo("codex_project");
    }
    assertThat(story.claude().result("read_recent", NONE).encode())
        .contains("claude before", "claude 0", "claude " + (peer.turns() - 1))
        .doesNotContain("codex ");
    assertThat(story.codex().result("read_recent", NONE).encode())
        .contains("codex before", "codex 0", "codex " + (peer.turns() - 1))
        .doesNotContain("claude ");
  }

  @ParameterizedTest
  @EnumSource
  void case_3_row_9_another_connection_finds_its_session_by_the_stable_key(McpPeer peer) {
    Story.Begun story = begun(peer);
    try (McpAgent second = new McpAgent(fleet, peer, proxy.url(), story.token())) {
      assertThat(second.open(STABLE)).isEqualTo(story.found());
      JsonObject project = second.result("get_project", NONE);
      assertThat(project.getString("project")).isEqualTo("project_a");
      assertThat(project.getString("session_id")).isEqualTo(story.found());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "INSPECTOR", mode = EnumSource.Mode.EXCLUDE)
  void each_client_agrees_on_the_newest_revision_of_its_era(McpPeer peer) {
    assertThat(begun(peer).claude().version())
        .isEqualTo(peer.namesSession() ? "2026-07-28" : "2025-11-25");
  }

  /** Where there is npm, that all were skipped means that nothing was tried. */
  @Test
  void one_that_others_wrote_begins_where_npm_is_installed() {
    Assumptions.assumeTrue(LockedPackages.program("npm").isPresent());
    assertThat(stories.entrySet())
        .anyMatch(peer -> peer.getKey() != McpPeer.JAVA && peer.getValue() instanceof Story.Begun);
  }

  /** What keeps a client from being installed here skips its tests and no other's. */
  private Story begin(McpPeer peer) {
    try {
      String token = fleet.token(peer.name());
      McpAgent claude = new McpAgent(fleet, peer, proxy.url(), token);
      McpAgent codex = new McpAgent(fleet, peer, proxy.url(), token);
      String session = claude.open(NONE);
      assertThat(codex.open(NONE)).isNotEqualTo(session);
      claude.result("set_project", project("claude_project"));
      JsonObject unbound = codex.call("get_project", NONE);
      assertThat(unbound.getBoolean("isError")).isTrue();
      assertThat(unbound.encode()).contains("set_project");
      codex.result("set_project", project("codex_project"));
      claude.result("append_entry", message("claude before"));
      codex.result("append_entry", message("codex before"));
      try (McpAgent first = new McpAgent(fleet, peer, proxy.url(), token)) {
        String found = first.open(STABLE);
        first.result("set_project", project("project_a"));
        return new Story.Begun(token, claude, session, codex, found);
      }
    } catch (RuntimeException | AssertionError failure) {
      return new Story.Broken(failure);
    }
  }

  private Story.Begun begun(McpPeer peer) {
    return switch (Objects.requireNonNull(stories.get(peer))) {
      case Story.Begun begun -> begun;
      case Story.Broken(TestAbortedException missing) -> throw missing;
      case Story.Broken(Throwable failure) -> throw new AssertionError("before", failure);
    };
  }

  private static JsonObject project(String name) {
    return new JsonObject().put("project", name);
  }

  private static JsonObject message(String text) {
    return new JsonObject().put("message", text);
  }
}
