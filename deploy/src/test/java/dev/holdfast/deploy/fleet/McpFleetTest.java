package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official TypeScript client on several pods behind a proxy that sends each request to the next
 * one; all pods are killed and Redis is emptied between calls.
 */
final class McpFleetTest {
  private static final JsonObject NONE = new JsonObject();

  private final Fleet fleet =
      new Fleet()
          .set("tools.count.agent", "demo")
          .set("tools.count.description", "Counts")
          .set("tools.count.input_schema", "{\"type\":\"object\"}");
  private final String token = fleet.token("ann");

  @AfterEach
  void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "auto"})
  void case_1_row_8_a_restart_of_every_pod_and_a_flushed_redis_keep_session_and_project(
      String mode) {
    List<PodProcess> first = fleet.start(2);
    try (McpProxy proxy = new McpProxy(token, first);
        McpTalk agent = new McpTalk(proxy.url(), mode)) {
      assertThat(agent.connected.getString("era"))
          .isEqualTo(mode.equals("legacy") ? "legacy" : "modern");
      String session = agent.result("open_session", NONE).getString("session_id");
      JsonObject handle =
          mode.equals("legacy") ? NONE : new JsonObject().put("session_id", session);
      agent.result("set_project", handle.copy().put("project", "project_a"));
      first.forEach(PodProcess::kill);
      fleet.flushRedis();
      proxy.to(fleet.start(2));
      for (int i = 0; i < 4; i++) {
        JsonObject project = agent.result("get_project", handle);
        assertThat(project.getString("project")).isEqualTo("project_a");
        assertThat(project.getString("session_id")).isEqualTo(session);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "auto"})
  void case_2_two_agents_on_two_projects_never_see_each_others(String mode) {
    try (McpProxy proxy = new McpProxy(token, fleet.start(2));
        McpTalk claude = new McpTalk(proxy.url(), mode);
        McpTalk codex = new McpTalk(proxy.url(), mode)) {
      JsonObject claudes = handle(claude, mode);
      JsonObject codexs = handle(codex, mode);
      claude.result("set_project", claudes.copy().put("project", "claude_project"));
      JsonObject unbound = codex.call("get_project", codexs);
      assertThat(unbound.getBoolean("isError")).isTrue();
      assertThat(unbound.encode()).contains("set_project");
      codex.result("set_project", codexs.copy().put("project", "codex_project"));
      for (int i = 0; i < 20; i++) {
        claude.result("append_entry", claudes.copy().put("message", "claude " + i));
        codex.result("append_entry", codexs.copy().put("message", "codex " + i));
        assertThat(claude.result("get_project", claudes).getString("project"))
            .isEqualTo("claude_project");
        assertThat(codex.result("get_project", codexs).getString("project"))
            .isEqualTo("codex_project");
      }
      assertThat(claude.result("read_recent", claudes).encode())
          .contains("claude 19")
          .doesNotContain("codex ");
    }
  }

  @Test
  void case_3_another_connection_finds_its_session_by_the_stable_key() {
    JsonObject stable =
        new JsonObject()
            .put(
                "stable_key",
                new JsonObject().put("agent", "claude").put("repo_root", "/home/ann/project_a"));
    try (McpProxy proxy = new McpProxy(token, fleet.start(2))) {
      String session;
      try (McpTalk first = new McpTalk(proxy.url(), "legacy")) {
        session = first.result("open_session", stable).getString("session_id");
        first.result("set_project", new JsonObject().put("project", "project_a"));
      }
      try (McpTalk second = new McpTalk(proxy.url(), "legacy")) {
        assertThat(second.result("open_session", stable).getString("session_id"))
            .isEqualTo(session);
        assertThat(second.result("get_project", NONE).getString("project")).isEqualTo("project_a");
      }
    }
  }

  @Test
  void row_37_a_stream_that_broke_goes_on_at_another_pod_without_gap_or_repetition() {
    List<PodProcess> pods = fleet.start(2);
    Client ann = new Client(token);
    String mcp = initialize(ann, pods.getFirst());
    List<Integer> told = new ArrayList<>();
    String last = "";
    JsonObject call =
        message(
            "tools/call",
            new JsonObject()
                .put("name", "count")
                .put("arguments", new JsonObject().put("iterations", 40).put("interval_ms", 50))
                .put("_meta", new JsonObject().put("progressToken", "p")));
    JsonObject result = null;
    for (int turn = 0; result == null; turn++) {
      PodProcess pod = pods.get(turn % pods.size());
      HttpRequest.Builder request = request(ann, pod).header("Mcp-Session-Id", mcp);
      HttpRequest asked =
          last.isEmpty()
              ? request.POST(HttpRequest.BodyPublishers.ofString(call.encode())).build()
              : request.header("Last-Event-ID", last).GET().build();
      try (Stream<String> lines = lines(ann, asked)) {
        int heard = 0;
        Iterator<String> source = lines.iterator();
        while (source.hasNext() && heard < 4) {
          String line = source.next();
          if (line.startsWith("id:")) {
            last = line.substring(3).strip();
          } else if (line.startsWith("data: {")) {
            JsonObject json = new JsonObject(line.substring(5));
            heard++;
            if (json.containsKey("result")) {
              result = json.getJsonObject("result");
            } else {
              told.add(json.getJsonObject("params").getInteger("progress"));
            }
          }
        }
      }
    }
    assertThat(told).doesNotHaveDuplicates().isSorted();
    assertThat(told.getLast()).isEqualTo(40);
    assertThat(result.getBoolean("isError", false)).isFalse();
    HttpRequest again =
        request(ann, pods.getLast())
            .header("Mcp-Session-Id", mcp)
            .POST(HttpRequest.BodyPublishers.ofString(call.encode()))
            .build();
    try (Stream<String> lines = lines(ann, again)) {
      assertThat(lines.filter(line -> line.contains("\"result\""))).hasSize(1);
    }
    assertThat(fleet.count("SELECT count(*) FROM task")).isEqualTo(1);
    String names = last.substring(0, last.indexOf('.'));
    String task =
        new String(Base64.getUrlDecoder().decode(names), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElseThrow();
    List<Long> all = events(ann, pods.getFirst(), task, 0);
    assertThat(all).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(events(ann, pods.getLast(), task, all.get(4))).isEqualTo(all.subList(5, all.size()));
  }

  /** The numbers of the events that {@code tasks/stream} tells. */
  private static List<Long> events(Client client, PodProcess pod, String task, long after) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put(
                "io.modelcontextprotocol/clientCapabilities",
                new JsonObject()
                    .put(
                        "extensions", new JsonObject().put("io.modelcontextprotocol/tasks", NONE)));
    JsonObject ask =
        message(
            "tasks/stream",
            new JsonObject().put("taskId", task).put("after", after).put("_meta", meta));
    HttpRequest request =
        request(client, pod)
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tasks/stream")
            .header("Mcp-Name", task)
            .POST(HttpRequest.BodyPublishers.ofString(ask.encode()))
            .build();
    try (Stream<String> lines = lines(client, request)) {
      return lines
          .filter(line -> line.startsWith("data: {"))
          .map(line -> new JsonObject(line.substring(5)))
          .filter(json -> json.containsKey("method"))
          .map(json -> json.getJsonObject("params").getLong("seq"))
          .toList();
    }
  }

  private static JsonObject handle(McpTalk agent, String mode) {
    return mode.equals("legacy")
        ? NONE
        : new JsonObject()
            .put("session_id", agent.result("open_session", NONE).getString("session_id"));
  }

  private static String initialize(Client client, PodProcess pod) {
    JsonObject hello =
        message(
            "initialize",
            new JsonObject()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", NONE)
                .put("clientInfo", new JsonObject().put("name", "t").put("version", "1")));
    try {
      return client
          .http()
          .send(
              request(client, pod)
                  .POST(HttpRequest.BodyPublishers.ofString(hello.encode()))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .headers()
          .firstValue("Mcp-Session-Id")
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> lines(Client client, HttpRequest request) {
    try {
      return client.http().send(request, HttpResponse.BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(Client client, PodProcess pod) {
    return HttpRequest.newBuilder(URI.create(pod.uri() + "/mcp"))
        .header("Authorization", "Bearer " + client.token())
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream");
  }

  private static JsonObject message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", params);
  }
}
