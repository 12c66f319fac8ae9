package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket clients that do what the protocol says: told to go away they come back after the time
 * they were told, to another pod, with the same session.
 */
final class Returning implements AutoCloseable {
  private static final int LOOK_EVERY_MS = 50;
  private static final int TRY_AGAIN_MS = 100;
  private static final int CONNECTIONS_MAX = 100_000;

  private final Stage stage;
  private final String token;
  private final WebSocketClient sockets;
  private final Context context;
  private final List<Client> clients = new ArrayList<>();
  private final AtomicInteger here = new AtomicInteger();
  private final List<Double> times = new CopyOnWriteArrayList<>();
  private final Random choice = new Random(1);
  private volatile boolean over;

  private Returning(Stage stage, String token) {
    this.stage = stage;
    this.token = token;
    this.context = stage.vertx().getOrCreateContext();
    this.sockets =
        stage
            .vertx()
            .createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxConnections(CONNECTIONS_MAX)
                    .setConnectTimeout(2_000));
  }

  /** Connects so many, evenly over the pods. */
  static Returning open(Stage stage, String token, int connections) {
    Returning all = new Returning(stage, token);
    for (int i = 0; i < connections; i++) {
      Client client = all.new Client("returning-" + i, i);
      all.clients.add(client);
      all.context.runOnContext(start -> client.connect());
    }
    while (!all.allBack()) {
      Blocking.pause(LOOK_EVERY_MS);
    }
    all.times.clear();
    return all;
  }

  boolean allBack() {
    return here.get() == clients.size();
  }

  /**
   * Milliseconds from the word that a client should go, or from its lost connection, until back.
   */
  List<Double> times() {
    List<Double> taken = List.copyOf(times);
    times.clear();
    return taken;
  }

  /** Connects some anew, so that no pod stays empty; their times do not count. */
  void spread() {
    List<Double> counted = List.copyOf(times);
    Promise<Boolean> left = Promise.promise();
    context.runOnContext(move -> {
      for (int i = 0; i < clients.size(); i += stage.pods().size()) {
        clients.get(i).leave();
      }
      left.complete(true);
    });
    Blocking.result(left.future());
    while (!allBack()) {
      Blocking.pause(LOOK_EVERY_MS);
    }
    times.clear();
    times.addAll(counted);
  }

  @Override
  public void close() {
    over = true;
    Blocking.result(sockets.close().map(true));
  }

  /** One client; everything of it happens on one event loop. */
  private final class Client {
    private final String session;
    private int place;
    private long goneAt = System.nanoTime();
    private boolean connected;
    private long returnAfterMs;
    private @Nullable WebSocket socket;

    Client(String session, int place) {
      this.session = session;
      this.place = place;
    }

    void connect() {
      List<Pod> pods = stage.pods();
      Pod pod = pods.get(place % pods.size());
      sockets
          .connect(
              new WebSocketConnectOptions()
                  .setHost("127.0.0.1")
                  .setPort(pod.uri().getPort())
                  .setURI("/ws")
                  .setAllowOriginHeader(false)) // this is no browser
          .onSuccess(this::opened)
          .onFailure(failure -> again(TRY_AGAIN_MS));
    }

    void leave() {
      WebSocket open = socket;
      if (connected && open != null) {
        away();
        open.close();
      }
    }

    private void opened(WebSocket open) {
      socket = open;
      open.textMessageHandler(text -> take(new JsonObject(text)));
      open.closeHandler(closed -> lost());
      open.exceptionHandler(failure -> {});
      open.writeTextMessage(
          new JsonObject()
              .put("op", "hello")
              .put("session_id", session)
              .put("token", token)
              .put("protocol_version", 1)
              .put("request_id", 1)
              .encode());
    }

    private void take(JsonObject frame) {
      switch (frame.getString("op")) {
        case "hello_ack" -> {
          connected = true;
          here.incrementAndGet();
          times.add((System.nanoTime() - goneAt) / 1e6);
        }
        case "goaway" -> {
          away();
          returnAfterMs = frame.getLong("retry_after_ms", 0L);
        }
        default -> {}
      }
    }

    private void lost() {
      away();
      long after = returnAfterMs;
      returnAfterMs = 0;
      again(Math.max(1, after - (System.nanoTime() - goneAt) / 1_000_000));
    }

    private void away() {
      if (connected) {
        connected = false;
        here.decrementAndGet();
        goneAt = System.nanoTime();
      }
    }

    private void again(long afterMs) {
      if (!over) {
        place += 1 + choice.nextInt(2);
        stage.vertx().setTimer(afterMs, timer -> connect());
      }
    }
  }
}
