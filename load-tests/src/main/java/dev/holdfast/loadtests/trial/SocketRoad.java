package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The WebSocket: a {@code hello}, then one subscription after the position. */
final class SocketRoad implements Road {
  private static final int CONNECTIONS_MAX = 100_000;

  private final WebSocketClient sockets;
  private final String token;
  private final String session;

  SocketRoad(WebSocketClient sockets, String token, String session) {
    this.sockets = sockets;
    this.token = token;
    this.session = session;
  }

  /**
   * For any number of roads.
   *
   * @param silenceSeconds after so long without a byte the connection is closed; 0 for never
   */
  static WebSocketClient client(Vertx vertx, int silenceSeconds) {
    return vertx.createWebSocketClient(
        new WebSocketClientOptions()
            .setMaxConnections(CONNECTIONS_MAX)
            .setConnectTimeout(2_000)
            .setReadIdleTimeout(silenceSeconds));
  }

  @Override
  public void watch(Pod pod, long after, long bytes, Consumer<JsonObject> event, Runnable gone) {
    sockets
        .connect(
            new WebSocketConnectOptions()
                .setHost(pod.uri().getHost())
                .setPort(pod.uri().getPort())
                .setURI("/ws")
                .setAllowOriginHeader(false)) // this is no browser
        .onSuccess(socket -> new Open(socket, after, bytes, event, gone).read())
        .onFailure(failure -> gone.run());
  }

  /** One connection. */
  private final class Open {
    private final WebSocket socket;
    private final long after;
    private final Consumer<JsonObject> event;
    private final Runnable gone;
    private long left;
    private boolean over;

    Open(WebSocket socket, long after, long bytes, Consumer<JsonObject> event, Runnable gone) {
      this.socket = socket;
      this.after = after;
      this.left = bytes;
      this.event = event;
      this.gone = gone;
    }

    void read() {
      socket.textMessageHandler(this::take);
      socket.closeHandler(closed -> over());
      socket.exceptionHandler(broken -> {});
      socket.writeTextMessage(
          new JsonObject()
              .put("op", "hello")
              .put("session_id", session)
              .put("token", token)
              .put("protocol_version", 1)
              .put("request_id", 1)
              .encode());
      socket.writeTextMessage(
          new JsonObject()
              .put("op", "subscribe")
              .put("after", after)
              .put("request_id", 2)
              .encode());
    }

    private void take(String text) {
      if (over) {
        return;
      }
      left -= text.getBytes(StandardCharsets.UTF_8).length;
      if (left <= 0) { // this frame did not come through whole
        leave();
        return;
      }
      JsonObject frame = new JsonObject(text);
      switch (frame.getString("op")) {
        case "event" -> event.accept(frame);
        case "error" -> leave(); // whose subscription was refused would wait here for ever
        default -> {}
      }
    }

    private void leave() {
      socket.shutdown(0, TimeUnit.MILLISECONDS);
      over();
    }

    private void over() {
      if (!over) {
        over = true;
        gone.run();
      }
    }
  }
}
