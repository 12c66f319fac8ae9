package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One trace of what two pods do for a client, at a collector. */
final class TraceFleetTest {
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String OVER_HTTP = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OVER_WEBSOCKET = "4bf92f3577b34da6a3ce929d0e0e4737";
  private static final String OVER_MCP = "4bf92f3577b34da6a3ce929d0e0e4738";

  @Test
  void one_trace_leads_from_the_submission_on_a_pod_to_the_last_event_on_another() {
    try (SpanCollector collector = SpanCollector.open();
        Fleet fleet = new Fleet()) {
      fleet
          .set("tracing.endpoint", collector.endpoint())
          .set("tracing.export_ms", "100")
          .set("tasks.concurrency_max", "1")
          .command("tell", "/bin/sh", "-c", "echo $TRACEPARENT");
      String token = fleet.token("ada");
      Client ada = new Client(token);
      PodProcess takes = fleet.start();
      // It has room for one, so that another pod runs what is submitted to it.
      JsonObject first =
          ada.submit(takes, Client.demo(100_000, 50).put("session_id", "secret-window-1"));
      ada.awaitStatus(takes, first.getString("task_id"), "running");
      PodProcess runs = fleet.start();

      JsonObject asked =
          new JsonObject()
              .put("task", "x")
              .put("agent", "tell")
              .put("session_id", "secret-window-2");
      String task = ada.submit(takes, asked, "traceparent", parent(OVER_HTTP)).getString("task_id");
      JsonObject ended = ada.awaitEnd(takes, task);
      assertThat(ended.getString("pod")).isEqualTo(runs.name());

      List<SpanCollector.Seen> spans = whole(collector, OVER_HTTP);
      SpanCollector.Seen submitted = named(spans, "submit_task");
      SpanCollector.Seen accepted = named(spans, "accept");
      SpanCollector.Seen run = named(spans, "run");
      SpanCollector.Seen last = named(spans, "terminal event");
      assertThat(spans).hasSize(4);
      assertThat(submitted.parent()).isEqualTo(SPAN);
      assertThat(accepted.parent()).isEqualTo(submitted.id());
      assertThat(run.parent()).isEqualTo(accepted.id());
      assertThat(last.parent()).isEqualTo(run.id());
      assertThat(List.of(submitted.pod(), accepted.pod())).containsOnly(takes.name());
      assertThat(List.of(run.pod(), last.pod())).containsOnly(runs.name());
      assertThat(submitted.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(run.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
      assertThat(submitted.notes()).containsEntry("holdfast.task_id", task);
      assertThat(run.notes())
          .containsEntry("holdfast.task_id", task)
          .containsEntry("holdfast.session", submitted.notes().get("holdfast.session"));
      long lastSeq = ada.get(takes, "/api/sessions/secret-window-2").body().getLong("last_seq");
      assertThat(last.notes())
          .containsEntry("holdfast.event", "task.completed")
          .containsEntry("holdfast.seq", Long.toString(lastSeq));
      assertThat(told(ada, takes, task)).isEqualTo("00-" + OVER_HTTP + "-" + run.id() + "-01\n");

      try (WsClient socket =
          WsClient.hello(
              takes, new JsonObject().put("token", token).put("session_id", "secret-window-3"))) {
        socket.request(
            new JsonObject()
                .put("op", "submit_task")
                .put("task", "x")
                .put("agent", "tell")
                .put("traceparent", parent(OVER_WEBSOCKET)));
      }
      whole(collector, OVER_WEBSOCKET);
      assertThat(collector.raw())
          .contains("holdfast", task)
          .doesNotContain("secret-window", token, "acme");
    }
  }

  @Test
  void a_call_over_mcp_carries_its_trace_and_a_pod_without_a_collector_hands_it_on() {
    try (SpanCollector collector = SpanCollector.open();
        Fleet fleet = new Fleet()) {
      fleet.command("tell", "/bin/sh", "-c", "echo $TRACEPARENT");
      Client ada = new Client(fleet.token("ada"));
      PodProcess silent = fleet.start();
      JsonObject asked = new JsonObject().put("task", "x").put("agent", "tell");
      String handedOn =
          ada.submit(silent, asked, "traceparent", parent(OVER_HTTP)).getString("task_id");
      ada.awaitEnd(silent, handedOn);
      assertThat(told(ada, silent, handedOn)).isEqualTo(parent(OVER_HTTP) + "\n");
      String untraced = ada.submit(silent, asked).getString("task_id");
      ada.awaitEnd(silent, untraced);
      assertThat(told(ada, silent, untraced)).isEqualTo("\n");

      fleet.set("tracing.endpoint", collector.endpoint()).set("tracing.export_ms", "100");
      PodProcess traced = fleet.start();
      JsonObject meta =
          new JsonObject()
              .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
              .put("io.modelcontextprotocol/clientCapabilities", new JsonObject())
              .put("traceparent", parent(OVER_MCP));
      JsonObject call =
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", 1)
              .put("method", "tools/call")
              .put(
                  "params",
                  new JsonObject()
                      .put("_meta", meta)
                      .put("name", "submit_task")
                      .put(
                          "arguments",
                          new JsonObject()
                              .put("session_id", "window-1")
                              .put("task", "{\"iterations\":1}")));
      ada.post(traced, "/api/sessions", "{\"session_id\":\"window-1\"}");
      Client.Answer answer =
          ada.post(
              traced,
              "/mcp",
              call.encode(),
              "Accept",
              "application/json, text/event-stream",
              "MCP-Protocol-Version",
              "2026-07-28",
              "Mcp-Method",
              "tools/call",
              "Mcp-Name",
              "submit_task");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      assertThat(answer.body().getJsonObject("result").getBoolean("isError", false))
          .as(answer.toString())
          .isFalse();
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(() ->
              collector.of(OVER_MCP).stream()
                  .map(SpanCollector.Seen::name)
                  .toList()
                  .containsAll(List.of("submit_task", "accept")));
      assertThat(collector.of(OVER_HTTP)).isEmpty();
    }
  }

  private static String parent(String trace) {
    return "00-" + trace + "-" + SPAN + "-01";
  }

  private static List<SpanCollector.Seen> whole(SpanCollector collector, String trace) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> collector.of(trace), spans -> spans.size() >= 4);
  }

  private static SpanCollector.Seen named(List<SpanCollector.Seen> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  /** What the program of a task printed. */
  private static String told(Client client, PodProcess pod, String task) {
    try (SseWatcher watcher =
        SseWatcher.open(client, pod, "/api/tasks/" + task + "/events").awaitEnd()) {
      return watcher.events().stream()
          .filter(event -> event.getString("type").equals("task.output"))
          .map(event -> event.getJsonObject("data").getString("text"))
          .reduce("", String::concat);
    }
  }
}
