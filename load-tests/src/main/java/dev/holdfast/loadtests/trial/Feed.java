package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Fleet;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A worker that has the task of each of some sessions and says as much as it is told to: each text
 * becomes a durable event.
 */
final class Feed implements AutoCloseable {
  private static final String AGENT = "feed";
  private static final int BEAT_MS = 1_000;
  private static final int LOOK_EVERY_MS = 20;

  private final Stage stage;
  private final Context context;
  private final WebSocketClient client;
  private final String text;
  private final Map<String, String> jobs = new HashMap<>();
  private final Promise<Boolean> begun = Promise.promise();
  private final int wanted;
  private final WebSocket socket;
  private final long beat;

  private Feed(Stage stage, TaskWork work, Pod pod, List<String> sessions, int bytes) {
    this.stage = stage;
    this.text = ".".repeat(bytes);
    this.wanted = sessions.size();
    this.context = stage.vertx().getOrCreateContext();
    String token = "hfw_trial_" + UUID.randomUUID();
    stage
        .postgres()
        .execute(
            "INSERT INTO credential (credential_hash, tenant, principal, label, scope, agents)"
                + " VALUES (?, 'acme', ?, 'trial', 'worker', '{feed}')",
            Fleet.sha256(token),
            work.principal());
    for (String session : sessions) {
      String body =
          new JsonObject()
              .put("session_id", session)
              .put("agent", AGENT)
              .put("task", "feed")
              .encode();
      Caller.Answer answer =
          Patient.call(stage, pod, Caller.Ask.post(work.token(), "/api/tasks", body));
      if (!answer.ok()) {
        throw new IllegalStateException("not accepted: " + answer);
      }
    }
    this.client = stage.vertx().createWebSocketClient(new WebSocketClientOptions());
    this.socket =
        Blocking.result(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(pod.uri().getPort())
                    .setURI("/ws")
                    .setAllowOriginHeader(false)));
    socket.textMessageHandler(frame -> take(new JsonObject(frame)));
    say(
        new JsonObject()
            .put("op", "worker_hello")
            .put("token", token)
            .put("agents", new JsonArray().add(AGENT))
            .put("slots", wanted));
    this.beat =
        stage
            .vertx()
            .setPeriodic(BEAT_MS, tick -> say(new JsonObject().put("op", "worker_heartbeat")));
  }

  /** Makes the sessions and has a job of each. */
  static Feed open(Stage stage, TaskWork work, Pod pod, List<String> sessions, int bytes) {
    Feed feed = new Feed(stage, work, pod, sessions, bytes);
    Blocking.result(feed.begun.future());
    return feed;
  }

  /** To every session so many texts, evenly over the time; returns when they were sent. */
  void say(int texts, double perSecond) {
    long start = System.nanoTime();
    for (int sent = 0; sent < texts; ) {
      long due = start + (long) (sent * 1e9 / perSecond);
      if (due <= System.nanoTime()) {
        context.runOnContext(now -> jobs.values().forEach(this::output));
        sent++;
      } else {
        Blocking.pause(Math.min(LOOK_EVERY_MS, (due - System.nanoTime()) / 1_000_000 + 1));
      }
    }
  }

  private void output(String job) {
    say(new JsonObject().put("op", "job_output").put("job_id", job).put("text", text));
  }

  private void take(JsonObject frame) {
    if ("job".equals(frame.getString("op"))) {
      jobs.put(frame.getString("session_id"), frame.getString("job_id"));
      if (jobs.size() == wanted) {
        begun.tryComplete(true);
      }
    } else if ("error".equals(frame.getString("op"))) {
      begun.tryFail(new IllegalStateException("the feed was refused: " + frame));
    }
  }

  private void say(JsonObject frame) {
    socket.writeTextMessage(frame.encode());
  }

  @Override
  public void close() {
    stage.vertx().cancelTimer(beat);
    Blocking.result(client.close().map(true));
  }
}
