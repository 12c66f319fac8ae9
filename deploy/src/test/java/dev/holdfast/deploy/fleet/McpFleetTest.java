package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that goes from pod to pod. */
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
    List<Long> all = events(ann, pods.getFirst(), task, NONE);
    assertThat(all).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(events(ann, pods.getLast(), task, new JsonObject().put("after", all.get(4))))
        .isEqualTo(all.subList(5, all.size()));
    assertEndLeadsOn(ann, pods, mcp);
  }

  @Test
  void clients_that_share_a_session_and_an_id_get_a_task_for_each_call() {
    List<PodProcess> pods = fleet.start(2);
    Client ann = new Client(token);
    String mcp = initialize(ann, pods.getFirst());
    JsonObject steps = new JsonObject().put("iterations", 1);
    JsonObject endless = new JsonObject().put("iterations", 1_000_000).put("interval_ms", 20);
    try (Stream<String> whole = calling(ann, pods.getFirst(), mcp, steps)) {
      assertThat(whole.filter(line -> line.contains("\"result\""))).hasSize(1);
    }
    fleet.execute("UPDATE task SET finished_at = finished_at - interval '1 hour'");
    try (Stream<String> one = calling(ann, pods.getFirst(), mcp, endless);
        Stream<String> two = calling(ann, pods.getLast(), mcp, steps);
        Stream<String> same = calling(ann, pods.getLast(), mcp, endless)) {
      assertThat(fleet.count("SELECT count(*) FROM task")).isEqualTo(3);
      cancel(ann, pods.getLast(), mcp);
      assertThat(fleet.count("SELECT count(*) FROM task WHERE cancel_requested_at IS NOT NULL"))
          .isZero();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> fleet.count("SELECT count(*) FROM task WHERE status = 'running'"),
              running -> running == 1);
      fleet.execute("UPDATE task SET cancel_requested_at = now() WHERE status = 'running'");
      assertThat(two.filter(line -> line.contains("\"result\""))).hasSize(1);
      assertThat(one.filter(line -> line.contains("\"result\""))).hasSize(1);
      assertThat(same.filter(line -> line.contains("\"result\""))).hasSize(1);
    }
    assertThat(fleet.count("SELECT count(*) FROM task WHERE status = 'cancelled'")).isEqualTo(1);
  }

  private static Stream<String> calling(
      Client client, PodProcess pod, String mcp, JsonObject arguments) {
    JsonObject call =
        message("tools/call", new JsonObject().put("name", "count").put("arguments", arguments));
    return lines(
        client,
        request(client, pod)
            .header("Mcp-Session-Id", mcp)
            .POST(HttpRequest.BodyPublishers.ofString(call.encode()))
            .build());
  }

  private static void cancel(Client client, PodProcess pod, String mcp) {
    JsonObject cancelled =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("method", "notifications/cancelled")
            .put("params", new JsonObject().put("requestId", 1));
    HttpRequest request =
        request(client, pod)
            .header("Mcp-Session-Id", mcp)
            .POST(HttpRequest.BodyPublishers.ofString(cancelled.encode()))
            .build();
    try (Stream<String> lines = lines(client, request)) {
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void row_58_a_task_is_streamed_from_its_beginning_where_what_was_before_it_is_trimmed() {
    fleet
        .set("broadcast.retain_events", "10")
        .set("broadcast.trim_ms", "100")
        .set("broadcast.trim_batch", "10");
    PodProcess pod = fleet.start(1).getFirst();
    Client ann = new Client(token);
    JsonObject old = ann.submit(pod, Client.demo(50, 1).put("session_id", "window-1"));
    ann.awaitEnd(pod, old.getString("task_id"));
    long last = fleet.count("SELECT last_seq FROM session_log");
    JsonObject task = ann.submit(pod, Client.demo(3, 1).put("session_id", "window-1"));
    ann.awaitEnd(pod, task.getString("task_id"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> fleet.count("SELECT last_seq - trimmed_to FROM session_log"),
            retained -> retained == 10);
    List<Long> told = events(ann, pod, task.getString("task_id"), NONE);
    assertThat(told).isSorted().hasSizeGreaterThan(3);
    assertThat(told.getFirst()).isEqualTo(last + 1);
  }

  /** Whoever ends the session of its own connection goes on with a new one, on any pod. */
  private static void assertEndLeadsOn(Client client, List<PodProcess> pods, String mcp) {
    String first = tool(client, pods.getFirst(), mcp, "get_session").getString("session_id");
    JsonObject ended = tool(client, pods.getLast(), mcp, "end_session");
    assertThat(ended.getString("session_id")).isEqualTo(first);
    assertThat(ended.getString("status")).isEqualTo("ended");
    for (PodProcess pod : pods) {
      JsonObject next = tool(client, pod, mcp, "get_session");
      assertThat(next.getString("session_id")).isNotEqualTo(first);
      assertThat(next.getString("status")).isEqualTo("live");
    }
  }

  private static JsonObject tool(Client client, PodProcess pod, String mcp, String name) {
    JsonObject call =
        message("tools/call", new JsonObject().put("name", name).put("arguments", NONE));
    HttpRequest request =
        request(client, pod)
            .header("Mcp-Session-Id", mcp)
            .POST(HttpRequest.BodyPublishers.ofString(call.encode()))
            .build();
    try (Stream<String> lines = lines(client, request)) {
      return new JsonObject(lines.findFirst().orElseThrow())
          .getJsonObject("result")
          .getJsonObject("structuredContent");
    }
  }

  /** The numbers of the events that {@code tasks/stream} tells. */
  private static List<Long> events(
      Client client, PodProcess pod, String task, JsonObject position) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put(
                "io.modelcontextprotocol/clientCapabilities",
                new JsonObject()
                    .put(
                        "extensions", new JsonObject().put("io.modelcontextprotocol/tasks", NONE)));
    JsonObject ask =
        message("tasks/stream", position.copy().put("taskId", task).put("_meta", meta));
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
