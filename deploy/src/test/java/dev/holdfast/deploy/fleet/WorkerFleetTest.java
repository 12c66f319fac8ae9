package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example worker beside two pods; what it runs is submitted on the other one. */
final class WorkerFleetTest {
  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;
  private static String key;

  @BeforeAll
  static void start() {
    ExampleWorker.node();
    fleet = new Fleet();
    for (String agent : List.of("count", "kill", "freeze", "stop")) {
      fleet.set("agents." + agent + ".kind", "worker");
    }
    fleet.set("tasks.worker_lease_ms", "3000").set("tasks.worker_grace_ms", "5000");
    ann = new Client(fleet.token("ann"));
    List<PodProcess> pods = fleet.start(2);
    one = pods.getFirst();
    two = pods.getLast();
    Command.Ended made =
        Command.run(
            fleet,
            "keys",
            "create",
            "--tenant",
            "acme",
            "--principal",
            "ann",
            "--scope",
            "worker",
            "--agents",
            "count,kill,freeze,stop");
    key = made.after("secret");
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  void row_50_a_worker_of_one_pod_runs_what_another_took_in_with_progress_and_a_question() {
    assertThat(key).startsWith("hfw_");
    String task = submit("count-1", "count", 1, Map.of("steps", 5, "step_ms", 20, "ask", "Begin?"));
    assertThat(ann.get(one, "/api/sessions/count-1/queue").status()).isEqualTo(200);
    try (ExampleWorker worker = ExampleWorker.start(two, key, "count", 2);
        SseWatcher watcher = SseWatcher.open(ann, one, "/api/sessions/count-1/events")) {
      assertThat(worker.await("begin ")).endsWith(task);
      ann.awaitStatus(one, task, "waiting_input");
      assertThat(ann.post(one, "/api/tasks/" + task + "/input", "{\"option\":\"yes\"}").status())
          .isEqualTo(200);
      JsonObject ended = ann.awaitEnd(one, task);
      assertThat(ended.getString("status")).as(ended.encode()).isEqualTo("completed");
      assertThat(ended.getJsonObject("result").getInteger("steps")).isEqualTo(5);
      assertThat(ended.getLong("current_iteration")).isEqualTo(5);
      assertThat(ended.getLong("tokens_used")).isEqualTo(300);
      watcher.awaitType("task.completed");
      List<String> types = watcher.events().stream().map(event -> event.getString("type")).toList();
      assertThat(types)
          .containsSubsequence(
              "task.started",
              "task.input_requested",
              "task.input_received",
              "task.output",
              "task.usage",
              "task.progress",
              "task.completed");
      assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, watcher.seqs().getLast()));
      JsonObject begun =
          watcher.events().stream()
              .filter(event -> "task.started".equals(event.getString("type")))
              .findFirst()
              .orElseThrow();
      assertThat(begun.getJsonObject("data").getString("pod")).isEqualTo(two.name());
    }
  }

  @Test
  void row_47_a_cancel_on_any_pod_stops_the_workers_job_and_a_text_reaches_it() {
    try (ExampleWorker worker = ExampleWorker.start(two, key, "count", 2)) {
      String told = submit("told-1", "count", 1, Map.of("steps", 0, "wait", true));
      ann.awaitStatus(one, told, "running");
      ann.post(one, "/api/tasks/" + told + "/messages", "{\"text\":\"enough\"}");
      assertThat(ann.awaitEnd(one, told).getJsonObject("result").getString("told"))
          .isEqualTo("enough");
      String endless = submit("endless-1", "count", 1, Map.of("steps", 100_000, "step_ms", 20));
      ann.awaitTask(one, endless, record -> record.getLong("current_iteration") > 0);
      ann.post(one, "/api/tasks/" + endless + "/cancel", "{}");
      assertThat(ann.awaitEnd(one, endless).getString("status")).isEqualTo("cancelled");
      // Its slot is free again, and it was told of nothing that is gone.
      String next = submit("endless-1", "count", 1, Map.of("steps", 1));
      assertThat(ann.awaitEnd(one, next).getString("status")).isEqualTo("completed");
      assertThat(worker.told("gone")).isFalse();
      assertThat(worker.terminate()).isZero();
    }
  }

  @Test
  void row_49_a_killed_workers_task_is_retried_elsewhere_or_fails_once() {
    Map<String, Object> endless = Map.of("steps", 100_000, "step_ms", 20);
    try (ExampleWorker first = ExampleWorker.start(two, key, "kill", 2)) {
      String once = submit("kill-1", "kill", 1, endless);
      String twice = submit("kill-2", "kill", 2, Map.of("steps", 0, "wait", true));
      ann.awaitTask(one, once, record -> record.getLong("current_iteration") > 0);
      ann.awaitStatus(one, twice, "running");
      first.kill();
      JsonObject lost = ann.awaitEnd(one, once);
      assertThat(lost.getString("termination_reason")).isEqualTo("worker_lost");
      assertThat(lost.getInteger("attempt")).isEqualTo(1);
      try (ExampleWorker second = ExampleWorker.start(one, key, "kill", 2)) {
        second.await("begin ");
        ann.awaitStatus(two, twice, "running");
        ann.post(two, "/api/tasks/" + twice + "/messages", "{\"text\":\"end\"}");
        JsonObject ended = ann.awaitEnd(two, twice);
        assertThat(ended.getString("status")).isEqualTo("completed");
        assertThat(ended.getJsonObject("result").getInteger("attempt")).isEqualTo(2);
      }
      assertThat(fleet.count("SELECT count(*) FROM attempt WHERE outcome = 'worker_lost'"))
          .isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void row_49_a_frozen_worker_loses_its_job_and_writes_nothing_when_it_wakes() {
    try (ExampleWorker worker = ExampleWorker.start(two, key, "freeze", 1)) {
      String task = submit("freeze-1", "freeze", 1, Map.of("steps", 100_000, "step_ms", 20));
      ann.awaitTask(one, task, record -> record.getLong("current_iteration") > 0);
      worker.signal("STOP");
      JsonObject lost = ann.awaitEnd(one, task);
      assertThat(lost.getString("termination_reason")).isEqualTo("worker_lost");
      assertThat(lost.getString("error")).contains("silent");
      long seq = lastSeq("freeze-1");
      worker.signal("CONT");
      worker.await("gone ");
      assertThat(lastSeq("freeze-1")).isEqualTo(seq);
      assertThat(ann.task(one, task)).isEqualTo(lost);
      // It is heard again, and gets work again.
      String next = submit("freeze-1", "freeze", 1, Map.of("steps", 1));
      assertThat(ann.awaitEnd(one, next).getString("status")).isEqualTo("completed");
    }
  }

  @Test
  void a_worker_whose_connection_broke_goes_on_with_its_jobs() {
    try (Relay way = new Relay(two.uri());
        ExampleWorker worker = ExampleWorker.start(way.uri(), key, "stop", 2)) {
      String told = submit("cut-1", "stop", 1, Map.of("steps", 0, "wait", true));
      String asked = submit("cut-2", "stop", 1, Map.of("steps", 2, "step_ms", 1, "ask", "Go on?"));
      ann.awaitStatus(one, told, "running");
      ann.awaitStatus(one, asked, "waiting_input");
      way.cut();
      ann.post(one, "/api/tasks/" + asked + "/input", "{\"option\":\"yes\"}");
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> worker.count("connected ") == 2);
      ann.post(one, "/api/tasks/" + told + "/messages", "{\"text\":\"still there\"}");
      for (String task : List.of(told, asked)) {
        JsonObject ended = ann.awaitEnd(one, task);
        assertThat(ended.getString("status")).as(ended.encode()).isEqualTo("completed");
        assertThat(ended.getJsonObject("result").getInteger("attempt")).isEqualTo(1);
      }
      assertThat(worker.count("begin ")).isEqualTo(2);
      assertThat(worker.told("gone")).isFalse();
    }
  }

  @Test
  void a_worker_that_is_told_to_leave_gives_its_job_to_another_uncharged() {
    String task;
    try (ExampleWorker worker = ExampleWorker.start(two, key, "stop", 1)) {
      JsonObject patient =
          new JsonObject()
              .put("session_id", "leave-1")
              .put("agent", "stop")
              .put("max_attempts", 1)
              .put("task", new JsonObject(Map.of("steps", 0, "wait", true)).encode());
      task = ann.submit(one, patient).getString("task_id");
      assertThat(worker.await("begin ")).endsWith(task);
      assertThat(worker.terminate()).isZero();
    }
    try (ExampleWorker other = ExampleWorker.start(one, key, "stop", 1)) {
      other.await("begin ");
      ann.awaitStatus(two, task, "running");
      ann.post(two, "/api/tasks/" + task + "/messages", "{\"text\":\"end\"}");
      JsonObject ended = ann.awaitEnd(two, task);
      assertThat(ended.getString("status")).isEqualTo("completed");
      assertThat(ended.getJsonObject("result").getInteger("attempt")).isEqualTo(1);
    }
  }

  @Test
  void row_49_a_pod_that_stops_hands_its_workers_jobs_back_uncharged() {
    PodProcess three = fleet.start();
    try (ExampleWorker worker = ExampleWorker.start(three, key, "stop", 1)) {
      String task = submit("stop-1", "stop", 1, Map.of("steps", 0, "wait", true));
      ann.awaitStatus(one, task, "running");
      assertThat(three.terminate()).isZero();
      worker.await("disconnected 1012");
      JsonObject queued = ann.awaitStatus(one, task, "queued");
      assertThat(queued.getValue("termination_reason")).isNull();
      try (ExampleWorker other = ExampleWorker.start(two, key, "stop", 1)) {
        other.await("begin ");
        ann.awaitStatus(one, task, "running");
        ann.post(one, "/api/tasks/" + task + "/messages", "{\"text\":\"end\"}");
        JsonObject ended = ann.awaitEnd(one, task);
        assertThat(ended.getString("status")).isEqualTo("completed");
        assertThat(ended.getJsonObject("result").getInteger("attempt")).isEqualTo(1);
      }
    }
  }

  private static String submit(
      String session, String agent, int maxAttempts, Map<String, Object> script) {
    return ann.submit(
            one,
            new JsonObject()
                .put("session_id", session)
                .put("agent", agent)
                .put("max_attempts", maxAttempts)
                .put("task", new JsonObject(script).encode()))
        .getString("task_id");
  }

  private static long lastSeq(String session) {
    return ann.get(one, "/api/sessions/" + session).body().getLong("last_seq");
  }
}
