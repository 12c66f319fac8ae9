package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits, parts, dead letters and counts hold for all pods together. */
final class SchedulingFleetTest {
  /** The most attempts that were open at the beginning of one of them. */
  private static final String MOST_AT_ONCE =
      """
      SELECT max((SELECT count(*) FROM attempt b
        WHERE b.started_at <= a.started_at AND (b.ended_at IS NULL OR b.ended_at > a.started_at)))
      FROM attempt a
      """;

  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    fleet.set("tasks.running_max", "3").set("tasks.poll_ms", "50");
    List<PodProcess> pods = fleet.start(2);
    one = pods.getFirst();
    two = pods.getLast();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_62_no_more_than_the_limit_run_on_all_pods_together_and_all_are_completed() {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      JsonObject work = Client.demo(3, 20).put("session_id", "limited-" + i);
      tasks.add(ann.submit(i % 2 == 0 ? one : two, work).getString("task_id"));
    }
    tasks.forEach(
        task -> assertThat(ann.awaitEnd(one, task).getString("status")).isEqualTo("completed"));
    assertThat(fleet.count(MOST_AT_ONCE)).isBetween(1L, 3L);
    assertThat(fleet.count("SELECT count(DISTINCT pod) FROM attempt")).isEqualTo(2);
  }

  @Test
  void row_43_parts_are_cancelled_with_their_parent_on_whichever_pod_they_run() {
    String root = ann.submit(one, endless("root-1")).getString("task_id");
    String part =
        ann.submit(two, endless("part-1").put("parent_task_id", root)).getString("task_id");
    ann.awaitStatus(one, part, "running");
    assertThat(ann.task(one, part).getString("parent_task_id")).isEqualTo(root);
    assertThat(ids(ann.get(one, "/api/tasks?parent_task_id=" + root).body())).containsExactly(part);
    Client eve = new Client(fleet.token("eve"));
    JsonObject foreign = endless("eves-1").put("parent_task_id", root);
    assertThat(eve.post(one, "/api/tasks", foreign.encode()).text("code"))
        .isEqualTo("unknown_task");
    ann.post(two, "/api/tasks/" + root + "/cancel", "{}");
    assertThat(ann.awaitEnd(two, part).getString("status")).isEqualTo("cancelled");
    assertThat(ann.awaitEnd(two, root).getString("status")).isEqualTo("cancelled");
  }

  @Test
  void row_41_tasks_are_listed_and_counted_on_every_pod() {
    JsonObject at = new JsonObject().put("session_id", "counted-1").put("priority", 7);
    String running = ann.submit(one, Client.demo(100_000, 20).mergeIn(at)).getString("task_id");
    ann.awaitStatus(two, running, "running");
    String waits = ann.submit(two, Client.demo(1, 1).mergeIn(at)).getString("task_id");
    assertThat(ids(ann.get(two, "/api/tasks?active=true&session_id=counted-1").body()))
        .containsExactly(waits, running);
    JsonObject stats = ann.get(two, "/api/tasks/stats?session_id=counted-1").body();
    assertThat(stats.getJsonArray("counts"))
        .isEqualTo(new JsonArray().add(count("queued")).add(count("running")));
    assertThat(stats.getLong("oldest_queued_ms")).isNotNegative();
    assertThat(ann.task(one, waits).getInteger("priority")).isEqualTo(7);
    assertThat(ann.get(two, "/api/tasks?active=true&status=queued").text("code"))
        .isEqualTo("bad_request");
    ann.post(two, "/api/tasks/" + running + "/cancel", "{}");
    ann.awaitEnd(one, waits);
    assertThat(ids(ann.get(one, "/api/tasks?active=true&session_id=counted-1").body())).isEmpty();
  }

  @Test
  void row_67_what_is_no_dead_letter_is_not_taken_up() {
    JsonObject work =
        Client.demo(1, 1)
            .put("session_id", "letters-1")
            .put("max_attempts", 3)
            .put("retry", new JsonObject().put("backoff_ms", 10));
    JsonObject ended = ann.awaitEnd(two, ann.submit(one, work).getString("task_id"));
    assertThat(ended.getJsonObject("retry"))
        .isEqualTo(new JsonObject().put("backoff_ms", 10).put("backoff_ms_max", 60_000));
    assertThat(ended.getBoolean("dead_letter")).isFalse();
    Client.Answer refused =
        ann.post(two, "/api/tasks/" + ended.getString("task_id") + "/requeue", "{}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("not_dead_letter");
    WsClient window =
        WsClient.hello(
            one, new JsonObject().put("token", ann.token()).put("session_id", "letters-1"));
    JsonObject stats = window.request(new JsonObject().put("op", "task_stats"));
    assertThat(stats.getString("op")).isEqualTo("task_stats_res");
    assertThat(stats.getJsonArray("counts")).isEqualTo(new JsonArray().add(count("completed")));
    window.close();
  }

  private static JsonObject endless(String session) {
    return Client.demo(100_000, 20).put("session_id", session);
  }

  private static JsonObject count(String status) {
    return new JsonObject().put("agent", "demo").put("status", status).put("tasks", 1);
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("tasks").stream()
        .map(each -> ((JsonObject) each).getString("task_id"))
        .toList();
  }
}
