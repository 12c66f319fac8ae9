package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.McpServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The requests of one session over streamable HTTP, with the headers it has come to. */
final class HttpRequests {
  private static final String SESSION = "Mcp-Session-Id";

  private final McpServer.AtUrl server;
  private volatile String session = "";
  private volatile String version = "";

  HttpRequests(McpServer.AtUrl server) {
    this.server = server;
  }

  /** Later requests name this revision. */
  void agreed(String revision) {
    version = revision;
  }

  /** The server may have given the session a name. */
  void remember(HttpResponse<?> response) {
    response.headers().firstValue(SESSION).ifPresent(name -> session = name);
  }

  boolean hasSession() {
    return !session.isEmpty();
  }

  HttpRequest post(String message, long timeoutMs) {
    return head(timeoutMs)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(message))
        .build();
  }

  /**
   * Listens.
   *
   * @param lastEventId where to go on; empty for what comes from now on
   */
  HttpRequest get(String lastEventId, long timeoutMs) {
    HttpRequest.Builder request = head(timeoutMs).header("Accept", "text/event-stream").GET();
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return request.build();
  }

  /** Ends the session. */
  HttpRequest delete(long timeoutMs) {
    return head(timeoutMs).DELETE().build();
  }

  private HttpRequest.Builder head(long timeoutMs) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url()).timeout(Duration.ofMillis(Math.max(1, timeoutMs)));
    server.headers().forEach(request::header);
    if (!session.isEmpty()) {
      request.header(SESSION, session);
    }
    if (!version.isEmpty()) {
      request.header("MCP-Protocol-Version", version);
    }
    return request;
  }
}
