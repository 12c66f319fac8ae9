package dev.holdfast.gateway.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the Model Context Protocol that sees everything there is on the wire. */
public final class Mcp {
  /** The version without sessions. */
  public static final String MODERN = "2026-07-28";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final @Nullable String token;

  public Mcp(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  public record Reply(int status, Map<String, String> headers, JsonObject json) {
    public JsonObject result() {
      return json.getJsonObject("result", new JsonObject());
    }

    public JsonObject structured() {
      return result().getJsonObject("structuredContent", new JsonObject());
    }

    public int error() {
      return json.getJsonObject("error", new JsonObject()).getInteger("code", 0);
    }

    public String text() {
      return result().getJsonArray("content", new JsonArray()).getJsonObject(0).getString("text");
    }
  }

  /** The answer to any message. */
  public Reply send(String method, @Nullable String body, String... headers) {
    HttpResponse<String> response = exchange(request(method, body, headers));
    Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> seen.put(name, values.getFirst()));
    String text = response.body();
    return new Reply(
        response.statusCode(), seen, text.isEmpty() ? new JsonObject() : new JsonObject(text));
  }

  /** A session of the protocol with these capabilities. */
  public String initialize(String version, JsonObject capabilities) {
    Reply reply =
        send(
            "POST",
            message(
                    "initialize",
                    new JsonObject()
                        .put("protocolVersion", version)
                        .put("capabilities", capabilities)
                        .put("clientInfo", new JsonObject().put("name", "t").put("version", "1")))
                .encode());
    if (reply.status() != 200) {
      throw new IllegalStateException("not initialized: " + reply);
    }
    return reply.headers().getOrDefault("Mcp-Session-Id", "");
  }

  /** A request within a session. */
  public Reply ask(String session, String method, JsonObject params) {
    return send("POST", message(method, params).encode(), "Mcp-Session-Id", session);
  }

  /** A call of a tool within a session. */
  public Reply call(String session, String tool, JsonObject arguments) {
    return ask(
        session, "tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
  }

  /** A request without a session, with every header that it needs. */
  public Reply modern(String method, JsonObject params, JsonObject capabilities) {
    List<String> headers = new ArrayList<>(List.of("MCP-Protocol-Version", MODERN));
    headers.addAll(List.of("Mcp-Method", method));
    String name = params.getString("name", params.getString("taskId"));
    if (name != null) {
      headers.addAll(List.of("Mcp-Name", name));
    }
    return send(
        "POST",
        message(method, params.copy().put("_meta", meta(capabilities))).encode(),
        headers.toArray(String[]::new));
  }

  /** A call of a tool without a session. */
  public Reply modernCall(String tool, JsonObject arguments, JsonObject capabilities) {
    return modern(
        "tools/call", new JsonObject().put("name", tool).put("arguments", arguments), capabilities);
  }

  public static JsonObject meta(JsonObject capabilities) {
    return new JsonObject()
        .put("io.modelcontextprotocol/protocolVersion", MODERN)
        .put("io.modelcontextprotocol/clientCapabilities", capabilities);
  }

  public static JsonObject message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", params);
  }

  /** A stream of server-sent events; close it. */
  public static final class Events implements AutoCloseable {
    private final Stream<String> lines;
    private final Iterator<String> source;
    public final int status;
    public final String type;

    private Events(HttpResponse<Stream<String>> response) {
      this.lines = response.body();
      this.source = lines.iterator();
      this.status = response.statusCode();
      this.type = response.headers().firstValue("Content-Type").orElse("");
    }

    /**
     * One event.
     *
     * @param data empty where it has none
     */
    public record One(String id, String data) {
      public JsonObject json() {
        return new JsonObject(data);
      }
    }

    /** The next event; null at the end of the response. */
    public @Nullable One next() {
      String id = "";
      String data = null;
      while (source.hasNext()) {
        String line = source.next();
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          data = line.substring(5).strip();
        } else if (line.isEmpty() && data != null) {
          return new One(id, data);
        }
      }
      return null;
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  /** The answer as a stream. */
  public Events stream(String method, @Nullable String body, String... headers) {
    try {
      return new Events(CLIENT.send(request(method, body, headers), BodyHandlers.ofLines()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .setHeader("Accept", "application/json, text/event-stream")
            .setHeader("Content-Type", "application/json");
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
