package dev.holdfast.tasks.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import dev.holdfast.tasks.agent.StopReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streamable HTTP with servers that answer in every way they may, and in some they may not. */
final class HttpConnectionTest {
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\"}}";
  private static final String TOOLS =
      "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"t\"ANNOTATIONS}]}}";
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"content\":[],\"_meta\":{}}}";

  private final HttpServer server;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final AgentTrial trial = new AgentTrial("{\"tool\":\"t\"}");
  private final RecordingSink sink = new RecordingSink();
  private volatile String annotations = "";
  private volatile Wait beforeTools = () -> {};

  /** What the server does before it lists its tools. */
  interface Wait {
    void run() throws InterruptedException;
  }

  /** What the server does with a request for a tool. */
  interface Tool {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  HttpConnectionTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.stop(0);
  }

  private McpAgent agent(Tool tool, int requestMs) {
    server.createContext("/mcp", exchange -> serve(exchange, tool));
    server.start();
    return new McpAgent(
        new AgentSpec.Mcp(
            "",
            new McpServer.AtUrl(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp"),
                Map.of("Authorization", "Bearer s3cret"),
                1_000),
            null,
            List.of(),
            new RunLimits(60_000, 1 << 20),
            new RpcLimits(requestMs, 2_048)));
  }

  private void serve(HttpExchange exchange, Tool tool) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Mcp-Session-Id")
            + " "
            + exchange.getRequestHeaders().getFirst("MCP-Protocol-Version")
            + " "
            + exchange.getRequestHeaders().getFirst("Last-Event-ID")
            + " "
            + body);
    boolean resumed = exchange.getRequestHeaders().containsKey("Last-Event-ID");
    try {
      if (body.contains("\"initialize\"")) {
        exchange.getResponseHeaders().add("Mcp-Session-Id", "s-1");
        send(exchange, 200, "application/json", INITIALIZED);
      } else if (body.contains("tools/list")) {
        beforeTools.run();
        send(
            exchange,
            200,
            "application/json; charset=utf-8",
            TOOLS.replace("ANNOTATIONS", annotations));
      } else if (body.contains("tools/call") || resumed) {
        tool.answer(exchange);
      } else if (exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "");
      } else {
        send(exchange, 202, "text/plain", "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** A retry may help. */
  private static AgentOutcome away(String error) {
    return AgentOutcome.Failed.passing(TerminationReason.AGENT_ERROR, error);
  }

  private static AgentOutcome failed(String error) {
    return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, error);
  }

  @Test
  void a_session_is_named_kept_and_ended_and_the_secret_goes_along() throws Exception {
    AgentOutcome outcome =
        trial.run(agent(e -> send(e, 200, "application/json", RESULT), 60_000), sink);
    assertThat(outcome).isEqualTo(new AgentOutcome.Done("{\"content\":[]}"));
    assertThat(seen).allMatch(request -> request.contains("Bearer s3cret"));
    assertThat(seen.getFirst()).startsWith("POST Bearer s3cret null null null {");
    assertThat(seen.stream().skip(1))
        .allMatch(request -> request.contains("Bearer s3cret s-1 2025-06-18"));
    assertThat(seen.getLast()).startsWith("DELETE");
  }

  @Test
  void a_stream_that_ends_early_is_gone_on_with_where_it_ended() throws Exception {
    AgentOutcome outcome =
        trial.run(
            agent(
                e -> {
                  boolean first = e.getRequestMethod().equals("POST");
                  send(
                      e,
                      200,
                      "text/event-stream",
                      first ? "retry: 1\nid: e-1\ndata:\n\n" : "id: e-2\ndata: " + RESULT + "\n\n");
                },
                60_000),
            sink);
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(seen)
        .anyMatch(request -> request.startsWith("GET Bearer s3cret s-1 2025-06-18 e-1"));
  }

  @Test
  void a_stream_that_cannot_be_gone_on_with_fails_the_task() throws Exception {
    assertThat(trial.run(agent(e -> send(e, 200, "text/event-stream", ": hi\n\n"), 60_000), sink))
        .isEqualTo(
            away("the server could not be reached, or broke off before it answered tools/call"));
  }

  @Test
  void
      row_67_an_http_error_of_a_busy_server_may_pass_and_is_told_with_the_servers_words_and_without_the_secret()
          throws Exception {
    assertThat(
            trial.run(
                agent(
                    e ->
                        send(
                            e,
                            503,
                            "application/json",
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"full\"}}"),
                    60_000),
                sink))
        .isEqualTo(away("the server answered HTTP 503: full before it answered tools/call"));
  }

  @Test
  void redirects_are_not_followed() throws Exception {
    AgentOutcome outcome =
        trial.run(
            agent(
                e -> {
                  e.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
                  send(e, 307, "text/plain", "");
                },
                60_000),
            sink);
    assertThat(outcome)
        .isEqualTo(failed("the server answered HTTP 307 before it answered tools/call"));
  }

  @Test
  void too_long_an_answer_fails_the_task_in_json_and_in_events() throws Exception {
    String huge = "x".repeat(3_000);
    String error =
        "the server sent a message of more than message_bytes_max of 2048 bytes before it answered"
            + " tools/call";
    assertThat(trial.run(agent(e -> send(e, 200, "application/json", huge), 60_000), sink))
        .isEqualTo(failed(error));
  }

  @Test
  void too_long_an_event_fails_the_task() throws Exception {
    assertThat(
            trial.run(
                agent(e -> send(e, 200, "text/event-stream", "data: " + "x".repeat(3_000)), 60_000),
                sink))
        .isEqualTo(
            failed(
                "the server sent a message of more than message_bytes_max of 2048 bytes before it"
                    + " answered tools/call"));
  }

  @Test
  void row_46_a_call_that_hangs_is_cancelled_and_the_server_is_told() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CompletableFuture<AgentOutcome> outcome =
        trial.start(
            agent(
                e -> {
                  called.countDown();
                  never.await();
                },
                60_000),
            sink);
    assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
    trial.cancel();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped(false));
    assertThat(seen)
        .anyMatch(request ->
            request.contains("notifications/cancelled") && request.contains("\"requestId\":3"));
    assertThat(seen.getLast()).startsWith("DELETE");
  }

  @ParameterizedTest
  @EnumSource(
      value = StopReason.class,
      names = {"DRAINED", "PAUSED", "FENCED"})
  void a_call_that_may_run_on_is_lost_and_not_handed_back(StopReason why) throws Exception {
    assertThat(stoppedInItsCall(why)).isInstanceOf(AgentOutcome.Lost.class);
  }

  @Test
  void a_call_that_may_be_repeated_is_handed_back() throws Exception {
    annotations = ",\"annotations\":{\"idempotentHint\":true}";
    assertThat(stoppedInItsCall(StopReason.DRAINED)).isEqualTo(new AgentOutcome.Stopped(false));
  }

  @Test
  void a_conversation_without_a_call_is_handed_back() throws Exception {
    CountDownLatch listed = new CountDownLatch(1);
    beforeTools =
        () -> {
          listed.countDown();
          never.await();
        };
    CompletableFuture<AgentOutcome> outcome = trial.start(agent(e -> {}, 60_000), sink);
    assertThat(listed.await(60, TimeUnit.SECONDS)).isTrue();
    trial.stop(StopReason.DRAINED);
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped(false));
  }

  private AgentOutcome stoppedInItsCall(StopReason why) throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CompletableFuture<AgentOutcome> outcome =
        trial.start(
            agent(
                e -> {
                  called.countDown();
                  never.await();
                },
                60_000),
            sink);
    assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
    trial.stop(why);
    return outcome.get(60, TimeUnit.SECONDS);
  }

  @Test
  void a_server_that_is_not_there_fails_the_task() throws Exception {
    McpAgent agent = agent(e -> never.await(), 60_000);
    server.stop(0);
    assertThat(trial.run(agent, sink))
        .isEqualTo(
            away("the server could not be reached, or broke off before it answered initialize"));
  }
}
