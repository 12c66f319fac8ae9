package dev.holdfast.loadtests.benchmark;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limit that goal 10 names: the least that Vert.x can do for a {@code tools/call}. It reads the
 * JSON, looks into a map and writes JSON; it has no router, credential, limit, version, metric or
 * store.
 */
public final class BareMcp extends VerticleBase {
  private static final String SESSION = "Mcp-Session-Id";

  private final Map<String, String> projects;
  private final int port;

  private BareMcp(Map<String, String> projects, int port) {
    this.projects = projects;
    this.port = port;
  }

  /** {@code BareMcp PORT}; ends where that cannot be listened at. */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    Map<String, String> projects = new ConcurrentHashMap<>();
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .deployVerticle(
            () -> new BareMcp(projects, port), new DeploymentOptions().setInstances(loops))
        .onFailure(failure -> {
          System.err.println("cannot listen at " + port + ": " + failure.getMessage());
          System.exit(1);
        });
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.bodyHandler(body -> answer(request, body)))
        .listen(port, InetAddress.getLoopbackAddress().getHostAddress());
  }

  private void answer(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    JsonObject message = body.toJsonObject();
    if (!message.containsKey("id")) {
      response.setStatusCode(202).end();
      return;
    }
    String session = request.getHeader(SESSION);
    if (session == null) {
      session = UUID.randomUUID().toString();
      response.putHeader(SESSION, session);
    }
    response
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", message.getValue("id"))
                .put("result", result(session, message.getJsonObject("params")))
                .toBuffer());
  }

  private JsonObject result(String session, JsonObject params) {
    JsonObject arguments = params.getJsonObject("arguments", new JsonObject());
    String text =
        switch (params.getString("name", "")) {
          case "set_project" -> {
            projects.put(session, arguments.getString("project"));
            yield arguments.getString("project");
          }
          case "get_project" -> projects.getOrDefault(session, "");
          default -> arguments.getString("text", "");
        };
    return new JsonObject()
        .put(
            "content", new JsonArray().add(new JsonObject().put("type", "text").put("text", text)));
  }
}
