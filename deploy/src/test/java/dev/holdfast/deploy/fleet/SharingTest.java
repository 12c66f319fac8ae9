package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.fleet.Client.Answer;
import dev.holdfast.shared.testing.LostHints;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** Sessions that are forked, shared, shown and moved, on two pods. */
final class SharingTest {
  private static final Fleet FLEET = new Fleet();
  private static final List<PodProcess> PODS = FLEET.start(2);
  private static final PodProcess ONE = PODS.getFirst();
  private static final PodProcess TWO = PODS.getLast();
  private static final Client ANN = new Client(FLEET.token("ann"));

  /** What a share token may ask for. */
  private static final Set<String> VIEWS =
      Set.of(
          "get /api/sessions/{session_id}",
          "get /api/sessions/{session_id}/events",
          "get /api/sse",
          "get /api/tasks",
          "get /api/tasks/stats",
          "get /api/tasks/{task_id}",
          "get /api/tasks/{task_id}/events",
          "get /ws",
          "get /",
          "get /openapi.json");

  @AfterAll
  static void close() {
    FLEET.close();
  }

  @Test
  void row_16_a_fork_made_on_one_pod_is_followed_from_its_first_event_on_the_other() {
    work("root");
    Answer made = ANN.post(ONE, "/api/sessions/root/fork", "{\"session_id\":\"branch\"}");
    assertThat(made.status()).isEqualTo(201);
    long copied = made.body().getJsonObject("forked_from").getLong("seq");
    assertThat(copied).isEqualTo(ANN.get(TWO, "/api/sessions/root").body().getLong("last_seq"));
    assertThat(ANN.post(TWO, "/api/sessions/root/fork", "{\"session_id\":\"branch\"}").text("code"))
        .isEqualTo("session_exists");

    try (SseWatcher watcher = SseWatcher.open(ANN, TWO, "/api/sessions/branch/events")) {
      watcher.awaitType("session.forked");
      work("branch");
      long last = ANN.get(TWO, "/api/sessions/branch").body().getLong("last_seq");
      watcher.awaitSeq(last);
      assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, last));
      assertThat(last).isGreaterThan(copied + 1);
      assertThat(watcher.events().get((int) copied).getString("type")).isEqualTo("session.forked");
      assertThat(watcher.events())
          .allSatisfy(event -> assertThat(event.getString("session_id")).isEqualTo("branch"));
    }
    WsClient socket = hello(TWO, ANN.token(), new JsonObject().put("session_id", "root"));
    JsonObject fork =
        socket.request(new JsonObject().put("op", "fork_session").put("up_to_seq", 2));
    assertThat(fork.getString("op")).isEqualTo("fork_session_res");
    assertThat(fork.getLong("last_seq")).isEqualTo(3);
  }

  @Test
  void row_16_a_share_token_looks_at_one_session_on_every_pod_until_it_is_revoked() {
    String task = work("shown");
    String other = work("hidden");
    JsonObject share = ANN.post(ONE, "/api/sessions/shown/shares", "{\"label\":\"eye\"}").body();
    String token = share.getString("token");
    Client viewer = new Client(token);

    assertThat(viewer.get(TWO, "/api/sessions/shown").body().fieldNames())
        .contains("last_seq", "queue_length")
        .doesNotContain("bindings", "connections", "project");
    assertThat(viewer.get(TWO, "/api/tasks").body().getJsonArray("tasks"))
        .extracting(each -> ((JsonObject) each).getString("task_id"))
        .containsExactly(task);
    assertThat(viewer.get(TWO, "/api/tasks/" + task).status()).isEqualTo(200);
    for (String id : List.of("hidden", "nobodys")) {
      for (String path :
          List.of(
              "/api/sessions/" + id,
              "/api/sessions/" + id + "/events",
              "/api/sse?session_id=" + id,
              "/api/tasks?session_id=" + id)) {
        assertThat(viewer.get(TWO, path).text("code")).as(path).isEqualTo("unknown_session");
      }
    }
    assertThat(viewer.get(TWO, "/api/tasks/" + other).text("code")).isEqualTo("unknown_task");
    assertThat(viewer.get(TWO, "/api/tasks/" + other + "/events").text("code"))
        .isEqualTo("unknown_task");
    assertEverythingElseIsRefused(viewer, task);

    SseWatcher stream = SseWatcher.open(viewer, TWO, "/api/sessions/shown/events");
    stream.awaitType("task.completed");
    WsClient socket = hello(TWO, token, new JsonObject());
    assertThat(socket.helloAck().getString("session_id")).isEqualTo("shown");
    assertSocketOnlyLooks(socket, other);
    assertThat(connections(TWO, "shown").stream().map(each -> each.getString("credential")))
        .contains(share.getString("share_id"));

    String revoked = "/api/sessions/shown/shares/" + share.getString("share_id");
    assertThat(ANN.delete(ONE, revoked).body().getBoolean("valid")).isFalse();
    assertThat(socket.awaitClose()).isEqualTo(4401);
    assertThat(stream.awaitEnd().names()).endsWith("error");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> viewer.get(TWO, "/api/sessions/shown").status() == 401);
    for (PodProcess pod : PODS) {
      assertThat(pod.output()).doesNotContain(token, Fleet.sha256(token));
    }
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "connections of other pods are asked over the bus alone")
  void row_10_row_15_every_connection_is_shown_and_closing_one_ends_neither_session_nor_others() {
    JsonObject named = new JsonObject().put("session_id", "window");
    WsClient first = hello(ONE, ANN.token(), named.copy().put("transport_id", "editor-7"));
    WsClient second = hello(TWO, ANN.token(), named);
    SseWatcher third = SseWatcher.open(ANN, TWO, "/api/sessions/window/events");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(connections(ONE, "window"))
                .extracting(each -> each.getString("pod") + " " + each.getString("kind"))
                .containsExactlyInAnyOrder(
                    ONE.name() + " websocket", TWO.name() + " websocket", TWO.name() + " sse"));
    assertThat(connections(ONE, "window"))
        .allSatisfy(each -> assertThat(each.getString("remote")).isEqualTo("127.0.0.0/24"));
    JsonObject bindings = ANN.get(TWO, "/api/sessions/window/bindings").body();
    assertThat(bindings.getJsonArray("bindings").getJsonObject(0).getString("transport_id"))
        .isEqualTo("editor-7");

    first.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> connections(ONE, "window").size() == 2);
    assertThat(second.request(new JsonObject().put("op", "ping")).getString("op"))
        .isEqualTo("ping_res");
    work("window");
    third.awaitType("task.completed");
    JsonObject seen = ANN.get(ONE, "/api/sessions/window").body();
    assertThat(seen.getString("status")).isEqualTo("live");
    assertThat(seen.getJsonArray("pods_unanswered")).isEqualTo(new JsonArray());
    third.close();
    second.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> connections(ONE, "window").isEmpty());
    assertThat(ANN.get(ONE, "/api/sessions/window").text("status")).isEqualTo("live");
  }

  @Test
  void row_18_a_transport_moved_on_one_pod_leads_to_the_new_session_on_the_other() {
    String[] way = {"X-Transport-Id", "mover"};
    ANN.post(ONE, "/api/sessions", "{\"session_id\":\"from-here\"}", way);
    ANN.post(ONE, "/api/sessions", "{\"session_id\":\"to-there\"}");
    assertThat(ANN.post(TWO, "/api/sessions", "{}", way).text("session_id")).isEqualTo("from-here");
    JsonObject move =
        new JsonObject()
            .put("kind", "http")
            .put("transport_id", "mover")
            .put("session_id", "to-there")
            .put("expected_session_id", "to-there");
    Answer conflict = ANN.post(ONE, "/api/bindings/rebind", move.encode());
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.text("message")).contains("from-here");

    move.put("expected_session_id", "from-here");
    assertThat(ANN.post(ONE, "/api/bindings/rebind", move.encode()).text("session_id"))
        .isEqualTo("to-there");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> ANN.post(TWO, "/api/sessions", "{}", way).text("session_id").equals("to-there"));
    Client bob = new Client(FLEET.token("bob"));
    assertThat(bob.post(ONE, "/api/bindings/rebind", move.encode()).text("code"))
        .isEqualTo("unknown_session");
  }

  /** Runs a short task to its end. */
  private static String work(String sessionId) {
    JsonObject task = Client.demo(2, 1).put("session_id", sessionId);
    String id = ANN.submit(ONE, task).getString("task_id");
    ANN.awaitEnd(ONE, id);
    return id;
  }

  private static WsClient hello(PodProcess pod, String token, JsonObject hello) {
    return WsClient.hello(pod, hello.copy().put("token", token));
  }

  private static List<JsonObject> connections(PodProcess asked, String sessionId) {
    return ANN.get(asked, "/api/sessions/" + sessionId).body().getJsonArray("connections").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static void assertSocketOnlyLooks(WsClient socket, String otherTask) {
    for (String op :
        List.of(
            "end_session",
            "get_project",
            "fork_session",
            "submit_task",
            "rotate_token",
            "get_session",
            "list_sessions",
            "list_audit",
            "list_bindings",
            "rebind",
            "read_entries",
            "query_entries",
            "provide_input",
            "list_inputs",
            "get_queue",
            "change_queue")) {
      JsonObject frame = new JsonObject().put("op", op);
      if (op.equals("submit_task")) {
        frame.put("task", "{}");
      } else if (op.equals("rotate_token")) {
        frame.put("token", ANN.token());
      } else if (op.equals("change_queue")) {
        frame.put("act", "hold");
      } else if (op.equals("list_inputs")) {
        frame.put("task_id", otherTask);
      } else if (op.equals("provide_input")) {
        frame.put("task_id", otherTask).put("text", "x");
      }
      assertThat(socket.request(frame).getString("code")).as(op).isEqualTo("read_only");
    }
    JsonObject follow = new JsonObject().put("op", "subscribe");
    assertThat(socket.request(follow.copy().put("session_id", "hidden")).getString("code"))
        .isEqualTo("unknown_session");
    assertThat(socket.request(follow.copy().put("task_id", otherTask)).getString("code"))
        .isEqualTo("unknown_task");
    socket.request(follow);
    socket.await(frame -> "task.completed".equals(frame.getString("type")));
  }

  /** Goes through all operations, so that one that is added is refused as well. */
  private static void assertEverythingElseIsRefused(Client viewer, String task) {
    JsonObject paths = viewer.get(ONE, "/openapi.json").body().getJsonObject("paths");
    int asked = 0;
    for (String path : paths.fieldNames()) {
      for (String method : List.of("get", "post", "put", "delete")) {
        if (paths.getJsonObject(path).containsKey(method) && !VIEWS.contains(method + " " + path)) {
          String real =
              path.replace("{session_id}", "shown")
                  .replace("{task_id}", task)
                  .replaceAll("\\{[a-z_]+\\}", "any-id");
          Answer answer =
              switch (method) {
                case "post" -> viewer.post(ONE, real, "{}");
                case "put" -> viewer.put(ONE, real, "{}");
                case "delete" -> viewer.delete(ONE, real);
                default -> viewer.get(ONE, real);
              };
          assertThat(answer.text("code")).as(method + " " + path).isEqualTo("read_only");
          assertThat(answer.status()).isEqualTo(403);
          asked++;
        }
      }
    }
    assertThat(asked).isGreaterThanOrEqualTo(20);
  }
}
