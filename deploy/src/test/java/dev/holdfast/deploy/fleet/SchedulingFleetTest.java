package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dead letters and counts are the same on every pod. */
final class SchedulingFleetTest {
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

  private static JsonObject count(String status) {
    return new JsonObject().put("agent", "demo").put("status", status).put("tasks", 1);
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("tasks").stream()
        .map(each -> ((JsonObject) each).getString("task_id"))
        .toList();
  }
}
