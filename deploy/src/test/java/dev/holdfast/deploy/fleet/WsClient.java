package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket client on the JDK's own implementation. */
public final class WsClient implements AutoCloseable {
  private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final WebSocket socket;

  private WsClient(PodProcess pod) {
    URI uri = URI.create("ws" + pod.uri().toString().substring(4) + "/ws");
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Listener()).join();
  }

  public static WsClient connect(PodProcess pod) {
    return new WsClient(pod);
  }

  /** Connects and shakes hands. */
  public static WsClient hello(PodProcess pod, JsonObject hello) {
    WsClient client = new WsClient(pod);
    client.send(hello.copy().put("op", "hello"));
    client.await(frame -> "hello_ack".equals(frame.getString("op")));
    return client;
  }

  public JsonObject helloAck() {
    return await(frame -> "hello_ack".equals(frame.getString("op")));
  }

  public void send(JsonObject frame) {
    socket.sendText(frame.encode(), true).join();
  }

  /** Sends with a request id of its own and waits for the reply that carries it. */
  public JsonObject request(JsonObject frame) {
    String id = "req-" + requests.incrementAndGet();
    send(frame.copy().put("request_id", id));
    return await(reply -> id.equals(reply.getValue("request_id")));
  }

  public JsonObject await(Predicate<JsonObject> wanted) {
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> frames.stream().anyMatch(wanted));
    return frames.stream().filter(wanted).findFirst().orElseThrow();
  }

  public List<JsonObject> frames() {
    return List.copyOf(frames);
  }

  public List<JsonObject> events() {
    return frames.stream().filter(frame -> "event".equals(frame.getString("op"))).toList();
  }

  public List<Long> seqs() {
    return events().stream().map(event -> event.getLong("seq")).toList();
  }

  /** The close code, once the connection is closed; 1006 where it was cut. */
  public int awaitClose() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> closed.getNow(0), code -> code != 0);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frames.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      closed.complete(1006);
    }
  }
}
