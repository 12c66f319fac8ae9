package dev.holdfast.loadtests.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Clients of one server of the Model Context Protocol, each with a session of 2025-11-25 and a
 * project of its own. Each answer must hold what is expected of it.
 */
final class McpCallers implements AutoCloseable {
  private static final String VERSION = "2025-11-25";
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int PATIENCE_S = 30;

  /** Shorter than what any of the servers waits between two requests: node 5 s. */
  private static final int UNUSED_S_MAX = 3;

  /**
   * What came back.
   *
   * @param session as {@code Mcp-Session-Id} has it; "" for none
   */
  private record Reply(String session, String body) {
    static Future<Reply> of(HttpClientResponse response) {
      String session = response.getHeader("Mcp-Session-Id");
      return response
          .body()
          .map(body -> new Reply(session == null ? "" : session, body.toString()));
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAliveTimeout(UNUSED_S_MAX),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
  private final List<String> sessions = new ArrayList<>();
  private final String name;
  private final int port;
  private final String token;
  private int turn;

  /**
   * @param token "" for a server that knows none
   */
  McpCallers(String name, int port, String token) {
    this.name = name;
    this.port = port;
    this.token = token;
  }

  /** The project of a session's number; none is the beginning of another. */
  static String project(int number) {
    return String.format(Locale.ROOT, "project-%03d-end", number);
  }

  /** Opens so many sessions; in each the project is {@link #project}. */
  void open(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String session = await(send("", message("initialize", initialize()))).session();
      sessions.add(session);
      await(
          send(
              session,
              new JsonObject().put("jsonrpc", "2.0").put("method", "notifications/initialized")));
      String told =
          await(tool(session, "set_project", new JsonObject().put("project", project(i))));
      if (!told.contains(project(i))) {
        throw new IllegalStateException(name + " answered " + told);
      }
    }
  }

  /**
   * A closed loop of calls, the sessions in turns.
   *
   * @param expected what an answer to the session of a number must hold
   */
  Contestant calling(
      int callers,
      LongSupplier cpu,
      String tool,
      JsonObject arguments,
      UnaryOperator<String> expected) {
    return new AsyncLoop(
        name,
        callers,
        task -> loop.runOnContext(run -> task.run()),
        cpu,
        over -> {
          int number = turn++ % sessions.size();
          tool(sessions.get(number), tool, arguments)
              .compose(answer ->
                  answer.contains(expected.apply(Integer.toString(number)))
                      ? Future.succeededFuture(answer)
                      : Future.failedFuture(name + " answered " + answer))
              .onComplete(over::accept);
        });
  }

  private Future<String> tool(String session, String tool, JsonObject arguments) {
    return send(
            session,
            message("tools/call", new JsonObject().put("name", tool).put("arguments", arguments)))
        .map(Reply::body);
  }

  private Future<Reply> send(String session, JsonObject message) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/mcp")
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json, text/event-stream");
    if (!session.isEmpty()) {
      options.putHeader("Mcp-Session-Id", session).putHeader("MCP-Protocol-Version", VERSION);
    }
    if (!token.isEmpty()) {
      options.putHeader("Authorization", "Bearer " + token);
    }
    return http.request(options)
        .compose(request -> request.send(message.toBuffer()).compose(Reply::of));
  }

  private static JsonObject message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", params);
  }

  private static JsonObject initialize() {
    return new JsonObject()
        .put("protocolVersion", VERSION)
        .put("capabilities", new JsonObject())
        .put("clientInfo", new JsonObject().put("name", "benchmark").put("version", "1"));
  }

  private <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
