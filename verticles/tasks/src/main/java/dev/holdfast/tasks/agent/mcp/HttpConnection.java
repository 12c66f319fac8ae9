package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.jsonrpc.BoundedLines;
import dev.holdfast.tasks.agent.jsonrpc.JsonRpcPeer;
import dev.holdfast.tasks.agent.jsonrpc.Outlet;
import dev.holdfast.tasks.agent.jsonrpc.PeerEvents;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server at a streamable HTTP endpoint: each message is a POST, answered with JSON or with a
 * stream of events; a stream that breaks is gone on with where the server allows it; one more
 * stream brings what belongs to no request.
 *
 * <p>Redirects are not followed: the operator's headers go to the configured address only.
 */
final class HttpConnection implements McpConnection, Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int ERROR_BYTES_MAX = 16_384;
  private static final int RESUMES_MAX = 8;

  private final AgentSpec.Mcp spec;
  private final McpServer.AtUrl server;
  private final Cancellation cancellation;
  private final HttpClient client;
  private final HttpRequests requests;
  private final JsonRpcPeer peer;
  private final ReentrantLock receiving = new ReentrantLock();

  HttpConnection(
      AgentSpec.Mcp spec, McpServer.AtUrl server, PeerEvents events, Cancellation cancellation) {
    this.spec = spec;
    this.server = server;
    this.cancellation = cancellation;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(spec.rpc().requestMsMax()))
            .build();
    requests = new HttpRequests(server);
    peer = new JsonRpcPeer(this, events);
  }

  @Override
  public JsonRpcPeer peer() {
    return peer;
  }

  @Override
  public int graceMs() {
    return server.graceMs();
  }

  @Override
  public void begun(String version) {
    requests.agreed(version);
    Thread.startVirtualThread(this::listen);
  }

  @Override
  public void ask(String id, String message) {
    Thread.startVirtualThread(() -> {
      try {
        post(message, spec.limits().runMsMax(), Optional.of(id));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public void tell(String message) throws InterruptedException {
    post(message, spec.rpc().requestMsMax(), Optional.empty());
  }

  /** A server that is elsewhere does not tell what it does with what was cancelled. */
  @Override
  public boolean end() throws InterruptedException {
    peer.close("the conversation is over");
    try {
      if (requests.hasSession()) {
        client.send(requests.delete(server.graceMs()), BodyHandlers.discarding());
      }
    } catch (IOException e) {
      LOG.debug("a session could not be ended in order", e);
    } finally {
      client.shutdownNow();
    }
    peer.awaitQuiet();
    return false;
  }

  @Override
  public boolean outlivesItsEnd() {
    return true;
  }

  private void post(String message, long timeoutMs, Optional<String> asked)
      throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          client.send(requests.post(message, timeoutMs), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        requests.remember(response);
        take(response, body, asked);
      }
    } catch (BoundedLines.LineTooLong e) {
      peer.close(
          "the server sent a message of more than message_bytes_max of "
              + spec.rpc().messageBytesMax()
              + " bytes");
    } catch (IOException e) {
      LOG.debug("a server failed", e);
      peer.lose("the server could not be reached, or broke off");
    }
  }

  private void take(HttpResponse<InputStream> response, InputStream body, Optional<String> asked)
      throws IOException, InterruptedException {
    int status = response.statusCode();
    if (status / 100 != 2) {
      String words = new String(body.readNBytes(ERROR_BYTES_MAX), StandardCharsets.UTF_8);
      String why = "the server answered HTTP " + status + McpCodec.errorMessage(words);
      if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
        peer.lose(why);
      } else {
        peer.close(why);
      }
      return;
    }
    String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/event-stream")) {
      readStream(body, asked);
    } else if (type.startsWith("application/json")) {
      receive(new String(readWhole(body), StandardCharsets.UTF_8));
    } else if (asked.isPresent()) {
      peer.close("the server answered with neither JSON nor events");
    }
  }

  /** Reads events to the stream's end, and goes on elsewhere while the answer has not come. */
  private void readStream(InputStream body, Optional<String> asked)
      throws IOException, InterruptedException {
    SseReader events = new SseReader(body, spec.rpc().messageBytesMax());
    boolean whole = readEvents(events);
    String from = events.lastId();
    for (int resumes = 0; asked.isPresent() && peer.isWaiting(asked.get()); resumes++) {
      if (from.isEmpty() || resumes == RESUMES_MAX) {
        throw new IOException("the stream ended" + (whole ? "" : " early"));
      }
      if (cancellation.await(events.retryMs())) {
        return;
      }
      HttpResponse<InputStream> next =
          client.send(requests.get(from, spec.rpc().requestMsMax()), BodyHandlers.ofInputStream());
      try (InputStream stream = next.body()) {
        if (next.statusCode() != 200) {
          throw new IOException("going on was refused: HTTP " + next.statusCode());
        }
        events = new SseReader(stream, spec.rpc().messageBytesMax());
        whole = readEvents(events);
      }
      if (!events.lastId().isEmpty() && !events.lastId().equals(from)) {
        from = events.lastId();
        resumes = 0;
      }
    }
  }

  /** False where the stream broke. */
  private boolean readEvents(SseReader events) throws IOException, InterruptedException {
    try {
      for (Optional<String> data = events.next(); data.isPresent(); data = events.next()) {
        receive(data.get());
      }
      return true;
    } catch (BoundedLines.LineTooLong e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("a stream of events broke", e);
      return false;
    }
  }

  /** What belongs to no request comes on a stream of its own, where the server has one. */
  private void listen() {
    HttpRequest request = requests.get("", spec.limits().runMsMax());
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() == 200) {
          readEvents(new SseReader(body, spec.rpc().messageBytesMax()));
        }
      }
    } catch (IOException e) {
      LOG.debug("nothing to listen to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] readWhole(InputStream body) throws IOException {
    int max = spec.rpc().messageBytesMax();
    byte[] bytes = body.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new BoundedLines.LineTooLong(max);
    }
    return bytes;
  }

  private void receive(String message) throws InterruptedException {
    receiving.lockInterruptibly();
    try {
      peer.receive(message);
    } finally {
      receiving.unlock();
    }
  }
}
