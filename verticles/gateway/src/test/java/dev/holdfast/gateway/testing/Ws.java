package dev.holdfast.gateway.testing;

import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that holds every frame it gets against the published schema. */
public final class Ws {
  private final WebSocketClient client;
  private final WebSocket socket;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** Opens a socket; no hello is sent. */
  public Ws(Vertx vertx, int port, String... headers) {
    this(vertx, port, headers, "/ws");
  }

  /** A socket at another path, or with a query. */
  public static Ws at(Stage stage, String uri) {
    return new Ws(stage.vertx, stage.port(), new String[0], uri);
  }

  private Ws(Vertx vertx, int port, String[] headers, String uri) {
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(8 << 20).setMaxMessageSize(8 << 20));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(uri)
            .setAllowOriginHeader(List.of(headers).contains("Origin"));
    for (int i = 0; i < headers.length; i += 2) {
      options.putHeader(headers[i], headers[i + 1]);
    }
    CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    client
        .connect(options)
        .onSuccess(each -> {
          each.textMessageHandler(received::add);
          each.closeHandler(gone -> {
            Short code = each.closeStatusCode();
            closed.complete(code == null ? -1 : Short.toUnsignedInt(code));
          });
          opened.complete(each);
        })
        .onFailure(opened::completeExceptionally);
    socket = opened.join();
  }

  /** A socket whose hello was answered. */
  public static Ws ready(Stage stage, String sessionId) {
    Ws ws = new Ws(stage.vertx, stage.port());
    ws.send(hello().put("session_id", sessionId));
    JsonObject ack = ws.next();
    if (!"hello_ack".equals(ack.getString("op"))) {
      throw new AssertionError(ack.encode());
    }
    return ws;
  }

  public static JsonObject hello() {
    return new JsonObject().put("op", "hello").put("token", Others.ADA_TOKEN);
  }

  public static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }

  /** Sends a frame that the schema allows. */
  public void send(JsonObject frame) {
    Schemas.requireFrame("client", frame);
    socket.writeTextMessage(frame.encode());
  }

  /** Sends any text. */
  public void sendRaw(String text) {
    socket.writeTextMessage(text);
  }

  public void sendBinary(byte[] bytes) {
    socket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  public void sendFrame(WebSocketFrame frame) {
    socket.writeFrame(frame);
  }

  /** The next frame, waited for. */
  public JsonObject next() {
    JsonObject frame = new JsonObject(Others.next(received));
    Schemas.requireFrame("server", frame);
    return frame;
  }

  /** Sends a frame and waits for the next one. */
  public JsonObject call(JsonObject frame) {
    send(frame);
    return next();
  }

  /** The frames that are here already. */
  public @Nullable String poll() {
    return received.poll();
  }

  /** Stops reading; what is sent fills the buffers on the way. */
  public void stopReading() {
    socket.pause();
  }

  public void readOn() {
    socket.resume();
  }

  /** A header of the response to the upgrade. */
  public @Nullable String responseHeader(String name) {
    return socket.headers().get(name);
  }

  public void close() {
    Await.result(socket.close());
  }

  /** The close code, waited for. */
  public int closeCode() {
    return closed.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
