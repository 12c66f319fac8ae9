package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The life of sessions on two pods, from their start to their end and what is left of them. */
final class SessionLifecycleTest {
  @Test
  void row_14_row_15_row_17_row_24_a_session_is_inspected_ended_and_replaced_on_every_pod() {
    try (Fleet fleet = new Fleet().command("sh", "/bin/sh", "-c", "{task}")) {
      Client ann = new Client(fleet.token("ann"));
      List<PodProcess> pods = fleet.start(2);
      PodProcess one = pods.getFirst();
      PodProcess two = pods.getLast();
      String[] way = {"X-Transport-Id", "editor-1"};
      String id = ann.post(one, "/api/sessions", "{}", way).text("session_id");
      assertThat(ann.post(two, "/api/sessions", "{}", way).text("session_id")).isEqualTo(id);

      JsonObject fails = new JsonObject().put("task", "exit 3").put("agent", "sh");
      String failed = ann.submit(one, fails, way).getString("task_id");
      ann.awaitStatus(one, failed, "failed");
      String running = ann.submit(one, Client.demo(100_000, 50), way).getString("task_id");
      ann.awaitStatus(two, running, "running");
      String queued = ann.submit(two, Client.demo(5, 5), way).getString("task_id");
      JsonObject seen = ann.get(two, "/api/sessions/" + id).body();
      assertThat(seen.getInteger("queue_length")).isEqualTo(1);
      assertThat(seen.getString("running_task")).isEqualTo(running);
      assertThat(seen.getJsonObject("last_failure").getString("task_id")).isEqualTo(failed);
      assertThat(seen.getJsonObject("last_failure").getString("stop_reason"))
          .isEqualTo("agent_error");

      String end = "/api/sessions/" + id + "/end";
      JsonObject ended = ann.post(two, end, "{\"status\":\"refreshed\"}").body();
      assertThat(ended.getString("end_status")).isEqualTo("refreshed");
      assertThat(ann.awaitEnd(one, running).getString("status")).isEqualTo("cancelled");
      assertThat(ann.awaitEnd(one, queued).getString("status")).isEqualTo("cancelled");
      String named = Client.demo(1, 1).put("session_id", id).encode();
      assertThat(ann.post(one, "/api/tasks", named).status()).isEqualTo(410);
      assertThat(ann.post(two, "/api/tasks", named).status()).isEqualTo(410);

      String next = ann.post(two, "/api/sessions", "{}", way).text("session_id");
      assertThat(next).isNotEqualTo(id);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ann.post(one, "/api/sessions", "{}", way).text("session_id").equals(next));
      assertThat(ann.get(one, "/api/sessions?status=ended").body().getJsonArray("sessions"))
          .hasSize(1);
      assertThat(ann.get(one, "/api/sessions/" + id + "/audit").body().getJsonArray("entries"))
          .extracting(entry -> ((JsonObject) entry).getString("act"))
          .contains("session_started", "session_ended");
      Client bob = new Client(fleet.token("bob"));
      assertThat(bob.post(one, end, "{}").status()).isEqualTo(404);
      assertThat(bob.get(one, "/api/sessions").body().getJsonArray("sessions")).isEmpty();
    }
  }

  @Test
  void row_13_a_deleted_session_leaves_no_row_behind_but_its_audit_trail() {
    try (Fleet fleet =
        new Fleet()
            .set("registry.ended_ttl_s", "0")
            .set("registry.tombstone_ttl_s", "0")
            .set("registry.sweep_ms", "100")) {
      Client ann = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      JsonObject work = Client.demo(3, 1).put("session_id", "short-lived");
      ann.awaitEnd(pod, ann.submit(pod, work, "X-Transport-Id", "way-1").getString("task_id"));
      ann.put(pod, "/api/sessions/short-lived/project", "{\"project\":\"p\"}");
      ann.post(
          pod,
          "/api/sessions/short-lived/entries",
          "{\"message\":\"stays\"}",
          "Idempotency-Key",
          "goes");
      ann.post(pod, "/api/sessions/short-lived/end", "{}");

      for (String table :
          List.of(
              "session",
              "session_log",
              "session_event",
              "session_queue",
              "session_project",
              "binding",
              "journal_append",
              "task")) {
        Awaitility.await(table)
            .atMost(Duration.ofSeconds(60))
            .until(() -> fleet.count("SELECT count(*) FROM " + table) == 0);
      }
      assertThat(fleet.count("SELECT count(*) FROM audit")).isPositive();
      assertThat(ann.get(pod, "/api/sessions/short-lived").status()).isEqualTo(404);
      assertThat(ann.submit(pod, work).getString("session_id")).isEqualTo("short-lived");
    }
  }

  @Test
  void row_13_an_idle_session_expires_and_one_at_work_does_not() {
    try (Fleet fleet =
        new Fleet()
            .set("registry.idle_ttl_s", "2")
            .set("registry.activity_note_ms", "200")
            .set("registry.activity_flush_ms", "50")
            .set("registry.sweep_ms", "100")) {
      Client ann = new Client(fleet.token("ann"));
      PodProcess pod = fleet.start();
      ann.post(pod, "/api/sessions", "{\"session_id\":\"idle-one\"}");
      JsonObject work = Client.demo(100_000, 50).put("session_id", "at-work");
      ann.awaitStatus(pod, ann.submit(pod, work).getString("task_id"), "running");

      JsonObject expired =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () -> ann.get(pod, "/api/sessions?status=ended").body(),
                  page -> !page.getJsonArray("sessions").isEmpty())
              .getJsonArray("sessions")
              .getJsonObject(0);
      assertThat(expired.getString("session_id")).isEqualTo("idle-one");
      assertThat(expired.getString("end_status")).isEqualTo("expired");
      assertThat(ann.get(pod, "/api/sessions?status=live").body().getJsonArray("sessions"))
          .extracting(session -> ((JsonObject) session).getString("session_id"))
          .containsExactly("at-work");
    }
  }
}
