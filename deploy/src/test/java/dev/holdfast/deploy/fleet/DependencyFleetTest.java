package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks wait for others of other sessions, on any pod and when one is lost. */
final class DependencyFleetTest {
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
  void row_45_chains_over_sessions_run_in_order_on_any_pod_and_outlive_one_that_is_lost() {
    runInOrder();
    endVisiblyWhenAPodIsLost();
  }

  private static void runInOrder() {
    String extract = submit(one, "extract", Client.demo(10, 50));
    String load = submit(two, "load", after(Client.demo(1, 1), extract));
    WsClient window =
        WsClient.hello(one, new JsonObject().put("token", ann.token()).put("session_id", "report"));
    JsonObject report =
        window.request(after(Client.demo(1, 1), extract, load).put("op", "submit_task"));
    assertThat(report.getJsonArray("depends_on")).containsExactly(extract, load);
    window.request(new JsonObject().put("op", "subscribe").put("after", 0));
    window.await(frame -> "task.completed".equals(frame.getString("type")));
    assertThat(started(load)).isGreaterThanOrEqualTo(finished(extract));
    assertThat(started(report.getString("task_id"))).isGreaterThanOrEqualTo(finished(load));
    assertThat(window.seqs()).isEqualTo(SseWatcher.range(1, window.seqs().getLast()));
    window.close();
    Client eve = new Client(fleet.token("eve"));
    JsonObject foreign = after(Client.demo(1, 1), extract);
    assertThat(eve.post(two, "/api/tasks", foreign.encode()).text("code"))
        .isEqualTo("unknown_task");
  }

  /** The pod that runs it is killed, whichever that is. */
  private static void endVisiblyWhenAPodIsLost() {
    String runs = submit(one, "lost", Client.demo(100_000, 20));
    String name = ann.awaitStatus(two, runs, "running").getString("pod");
    PodProcess killed = name.equals("pod-1") ? one : two;
    PodProcess left = name.equals("pod-1") ? two : one;
    String fails = submit(killed, "fails", after(Client.demo(1, 1), runs));
    JsonObject anyway = after(Client.demo(1, 1), runs).put("on_dependency_failure", "run");
    String goesOn = submit(killed, "goes-on", anyway);
    assertThat(ann.task(left, fails).getJsonArray("waiting_for")).containsExactly(runs);
    killed.kill();
    JsonObject ended = ann.awaitEnd(left, fails);
    assertThat(ended.getString("termination_reason")).isEqualTo("dependency_failed");
    assertThat(ended.getString("error")).contains(runs);
    assertThat(ended.getJsonArray("waiting_for")).isEmpty();
    assertThat(ann.awaitEnd(left, goesOn).getString("status")).isEqualTo("completed");
  }

  private static String submit(PodProcess pod, String session, JsonObject task) {
    return ann.submit(pod, task.put("session_id", session)).getString("task_id");
  }

  private static JsonObject after(JsonObject task, String... others) {
    return task.put("depends_on", new JsonArray(List.of(others)));
  }

  private static String started(String task) {
    return ann.task(one, task).getString("started_at");
  }

  private static String finished(String task) {
    return ann.task(one, task).getString("finished_at");
  }
}
