package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a pod had counted before it was killed stays counted, on every other. */
final class UsageFleetTest {
  private static Fleet fleet;
  private static List<PodProcess> pods;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    pods = fleet.start(2);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_72_usage_of_an_attempt_whose_pod_was_killed_is_in_the_totals_beside_the_next_one() {
    Map<String, Object> script =
        Map.of(
            "iterations", 60,
            "interval_ms", 50,
            "tokens_per_iteration", 10,
            "cost_micros", 3,
            "report_usage", true);
    JsonObject work =
        new JsonObject()
            .put("task", new JsonObject(script).encode())
            .put("session_id", "counted-1")
            .put("max_attempts", 2);
    String task = ann.submit(pods.getFirst(), work).getString("task_id");
    JsonObject begun =
        ann.awaitTask(pods.getFirst(), task, each -> each.getLong("current_iteration") > 2);
    boolean first = begun.getString("pod").equals("pod-1");
    PodProcess victim = first ? pods.getFirst() : pods.getLast();
    PodProcess other = first ? pods.getLast() : pods.getFirst();
    victim.kill();

    assertThat(ann.awaitEnd(other, task).getString("status")).isEqualTo("completed");
    JsonObject usage = ann.get(other, "/api/tasks/" + task + "/usage").body();
    JsonObject lost = usage.getJsonArray("attempts_shown").getJsonObject(1);
    JsonObject last = usage.getJsonArray("attempts_shown").getJsonObject(0);
    assertThat(lost.getString("outcome")).isEqualTo("worker_lost");
    assertThat(lost.getLong("tokens")).isGreaterThanOrEqualTo(20);
    assertThat(last.getString("outcome")).isEqualTo("completed");
    assertThat(last.getLong("tokens")).isEqualTo(600);
    long tokens = lost.getLong("tokens") + 600;
    long cost = lost.getLong("cost_micros") + 180;
    JsonObject session = ann.get(other, "/api/sessions/counted-1/usage").body();
    JsonObject report = ann.get(other, "/api/usage").body();
    for (JsonObject totals : List.of(usage, session, report)) {
      assertThat(totals.getLong("tokens")).isEqualTo(tokens);
      assertThat(totals.getLong("cost_micros")).isEqualTo(cost);
      assertThat(totals.getLong("attempts")).isEqualTo(2);
      assertThat(totals.getLong("tasks")).isEqualTo(1);
    }
    Client eve = new Client(fleet.token("eve"));
    Client.Answer foreign = eve.get(other, "/api/sessions/counted-1/usage");
    assertThat(foreign.text("code")).isEqualTo("unknown_session");
    assertThat(eve.get(other, "/api/usage").body().getLong("tokens")).isZero();
  }
}
