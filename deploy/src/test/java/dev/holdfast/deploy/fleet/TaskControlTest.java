package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Owners steer their tasks from any pod, whichever runs them. */
final class TaskControlTest {
  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    List<PodProcess> pods = fleet.start(2);
    one = pods.getFirst();
    two = pods.getLast();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_48_a_question_is_answered_through_another_pod_over_http() {
    String task = ann.submit(one, asking("asked-1")).getString("task_id");
    try (SseWatcher watcher = watch("asked-1")) {
      ann.awaitStatus(two, task, "waiting_input");
      String inputs = "/api/tasks/" + task + "/inputs";
      JsonObject open = ann.get(two, inputs).body().getJsonArray("inputs").getJsonObject(0);
      assertThat(open.getString("prompt")).isEqualTo("Go on with iteration 2?");
      assertThat(open.getBoolean("open")).isTrue();

      Client eve = new Client(fleet.token("eve"));
      String input = "/api/tasks/" + task + "/input";
      assertThat(eve.post(two, input, "{\"option\":\"no\"}").text("code"))
          .isEqualTo("unknown_task");
      assertThat(eve.get(two, inputs).text("code")).isEqualTo("unknown_task");
      assertThat(ann.post(two, input, "{\"option\":\"perhaps\"}").text("code"))
          .isEqualTo("invalid_field");
      String answer =
          new JsonObject()
              .put("input_id", open.getString("input_id"))
              .put("option", "yes")
              .encode();
      assertThat(ann.post(two, input, answer).status()).isEqualTo(200);
      assertThat(ann.awaitEnd(one, task).getString("status")).isEqualTo("completed");
      Client.Answer late = ann.post(one, input, answer);
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.text("code")).isEqualTo("no_open_question");

      watcher.awaitType("task.completed");
      assertThat(types(watcher))
          .containsSubsequence(
              "task.accepted",
              "task.started",
              "task.input_requested",
              "task.input_received",
              "task.completed");
      assertGapless(watcher);
    }
  }

  @Test
  void row_48_a_question_is_answered_through_another_pod_over_a_websocket() {
    String task = ann.submit(one, asking("asked-2")).getString("task_id");
    WsClient window =
        WsClient.hello(
            two, new JsonObject().put("token", ann.token()).put("session_id", "asked-2"));
    window.request(op("subscribe").put("after", 0));
    JsonObject asked =
        window.await(frame -> "task.input_requested".equals(frame.getString("type")));
    JsonObject reply =
        window.request(
            op("provide_input")
                .put("task_id", task)
                .put("input_id", asked.getJsonObject("data").getString("input_id"))
                .put("option", "no"));
    assertThat(reply.getString("op")).isEqualTo("provide_input_res");
    window.await(frame -> "task.failed".equals(frame.getString("type")));
    assertThat(ann.task(one, task).getString("error")).isEqualTo("its owner said no");
    JsonObject inputs = window.request(op("list_inputs").put("task_id", task));
    JsonObject closed = inputs.getJsonArray("inputs").getJsonObject(0);
    assertThat(closed.getJsonObject("answer").getString("option")).isEqualTo("no");
    assertThat(window.seqs()).isEqualTo(SseWatcher.range(1, window.seqs().getLast()));
    window.close();
  }

  @Test
  void row_63_a_queue_is_ordered_and_held_through_another_pod() {
    JsonObject at = new JsonObject().put("session_id", "busy-1");
    String head = ann.submit(one, Client.demo(100_000, 20).mergeIn(at)).getString("task_id");
    ann.awaitStatus(two, head, "running");
    String b = ann.submit(one, Client.demo(1, 1).mergeIn(at)).getString("task_id");
    String c = ann.submit(one, Client.demo(1, 1).mergeIn(at)).getString("task_id");
    String d = ann.submit(one, Client.demo(1, 1).mergeIn(at)).getString("task_id");
    try (SseWatcher watcher = watch("busy-1")) {
      JsonObject order = act("reorder").put("tasks", new JsonArray(List.of(d, b)));
      assertThat(ids(change("busy-1", order))).containsExactly(head, d, b, c);
      change("busy-1", act("hold_task").put("task_id", b));
      assertThat(change("busy-1", act("hold")).getBoolean("held")).isTrue();
      Client.Answer started =
          ann.post(two, queue("busy-1"), act("send_now").put("task_id", head).encode());
      assertThat(started.text("code")).isEqualTo("task_started");
      Client.Answer busy =
          ann.post(
              two, "/api/tasks", Client.demo(1, 1).mergeIn(at).put("on_busy", "reject").encode());
      assertThat(busy.status()).isEqualTo(409);
      assertThat(busy.text("code")).isEqualTo("session_busy");

      ann.post(two, "/api/tasks/" + head + "/cancel", "{}");
      ann.awaitEnd(two, head);
      assertThat(ids(ann.get(one, queue("busy-1")).body())).containsExactly(d, b, c);
      change("busy-1", act("release"));
      ann.awaitEnd(one, c);
      assertThat(ids(ann.get(one, queue("busy-1")).body())).containsExactly(b);
      change("busy-1", act("release_task").put("task_id", b));
      assertThat(ann.awaitEnd(one, b).getString("status")).isEqualTo("completed");

      long last = ann.get(one, "/api/sessions/busy-1").body().getLong("last_seq");
      watcher.awaitSeq(last);
      assertGapless(watcher);
      assertThat(started(watcher)).containsExactly(head, d, c, b);
      assertThat(types(watcher))
          .containsSubsequence(
              "queue.reordered",
              "task.held",
              "queue.held",
              "task.cancelled",
              "queue.released",
              "task.started",
              "task.released",
              "task.started");
    }
  }

  @Test
  void row_48_a_task_is_paused_and_goes_on_through_another_pod() {
    JsonObject work = Client.demo(60, 50).put("session_id", "paused-1");
    String task = ann.submit(one, work).getString("task_id");
    ann.awaitTask(two, task, record -> record.getLong("current_iteration") > 0);
    try (SseWatcher watcher = watch("paused-1")) {
      change("paused-1", act("pause").put("task_id", task));
      ann.awaitStatus(one, task, "queued");
      JsonObject place =
          ann.get(one, queue("paused-1")).body().getJsonArray("tasks").getJsonObject(0);
      assertThat(place.getBoolean("held")).isTrue();
      change("paused-1", act("release_task").put("task_id", task));
      JsonObject ended = ann.awaitEnd(one, task);
      assertThat(ended.getString("status")).isEqualTo("completed");
      assertThat(ended.getInteger("max_attempts")).isEqualTo(1);
      watcher.awaitType("task.completed");
      assertGapless(watcher);
      assertThat(types(watcher))
          .containsSubsequence(
              "task.started",
              "task.held",
              "task.superseded",
              "task.released",
              "task.started",
              "task.completed");
    }
  }

  @Test
  void row_47_each_step_of_a_cancellation_is_told_through_any_pod() {
    JsonObject work = Client.demo(100_000, 20).put("session_id", "cancel-1");
    String task = ann.submit(one, work).getString("task_id");
    String runs = ann.awaitStatus(two, task, "running").getString("pod");
    PodProcess other = runs.equals("pod-1") ? two : one;
    try (SseWatcher watcher = watch("cancel-1")) {
      ann.post(other, "/api/tasks/" + task + "/cancel", "{}");
      ann.post(one, "/api/tasks/" + task + "/cancel", "{}");
      watcher.awaitType("task.cancelled");
      assertGapless(watcher);
      List<JsonObject> told =
          watcher.events().stream()
              .filter(event -> event.getString("type").startsWith("task.cancel"))
              .toList();
      assertThat(told)
          .extracting(event -> event.getString("type"))
          .containsExactly(
              "task.cancel_requested",
              "task.cancel_delivered",
              "task.cancel_stopped",
              "task.cancelled");
      assertThat(told.get(0).getJsonObject("data").getString("by")).isEqualTo("owner");
      assertThat(told.get(1).getJsonObject("data").getString("pod")).isEqualTo(runs);
      assertThat(told.get(2).getJsonObject("data").getString("pod")).isEqualTo(runs);
    }
  }

  @Test
  void row_66_a_task_ends_after_the_time_that_its_submitter_gave_it() {
    JsonObject work = Client.demo(100_000, 20).put("timeouts", new JsonObject().put("run_ms", 300));
    JsonObject ended = ann.awaitEnd(two, ann.submit(one, work).getString("task_id"));
    assertThat(ended.getString("status")).isEqualTo("failed");
    assertThat(ended.getString("termination_reason")).isEqualTo("timeout_run");
  }

  private static JsonObject asking(String session) {
    Map<String, Object> script = Map.of("iterations", 3, "interval_ms", 20, "ask_at", 2);
    return new JsonObject().put("task", new JsonObject(script).encode()).put("session_id", session);
  }

  private static SseWatcher watch(String session) {
    return SseWatcher.open(ann, two, "/api/sessions/" + session + "/events");
  }

  private static JsonObject change(String session, JsonObject change) {
    Client.Answer answer = ann.post(two, queue(session), change.encode());
    assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
    return answer.body();
  }

  private static String queue(String session) {
    return "/api/sessions/" + session + "/queue";
  }

  private static JsonObject act(String act) {
    return new JsonObject().put("act", act);
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }

  private static List<String> ids(JsonObject queue) {
    return queue.getJsonArray("tasks").stream()
        .map(each -> ((JsonObject) each).getString("task_id"))
        .toList();
  }

  private static List<String> types(SseWatcher watcher) {
    return watcher.events().stream().map(event -> event.getString("type")).toList();
  }

  private static List<String> started(SseWatcher watcher) {
    return watcher.events().stream()
        .filter(event -> "task.started".equals(event.getString("type")))
        .map(event -> event.getString("task_id"))
        .toList();
  }

  private static void assertGapless(SseWatcher watcher) {
    List<Long> seqs = watcher.seqs();
    assertThat(seqs).isEqualTo(SseWatcher.range(1, seqs.getLast()));
  }
}
