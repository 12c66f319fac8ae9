package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose context is full goes on as another one, once, also when its pod is killed. */
final class ContextFleetTest {
  private static final String FILLING =
      "{\"iterations\":20,\"interval_ms\":5,\"tokens_per_iteration\":5,\"context_size\":100,"
          + "\"say\":\"counted\"}";

  @TempDir private static Path folder;

  private static Fleet fleet;
  private static List<PodProcess> pods;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    // Nothing is summarised before the gate is there.
    fleet.command(
        "scribe", "/bin/sh", "-c", "while [ ! -e '" + gate() + "' ]; do sleep 0.1; done; cat");
    fleet.set("tasks.context_summary_agent", "scribe");
    pods = fleet.start(2);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_74_a_pod_that_is_killed_between_the_threshold_and_the_roll_makes_neither_two_nor_none()
      throws IOException {
    JsonObject work = new JsonObject().put("session_id", "rolls-1").put("task", FILLING);
    String task = ann.submit(pods.getFirst(), work).getString("task_id");
    ann.put(pods.getFirst(), "/api/sessions/rolls-1/project", "{\"project\":\"atlas\"}");
    ann.awaitEnd(pods.getLast(), task);
    String summary = session(pods.getFirst(), "rolls-1", "running_task").getString("running_task");
    JsonObject running = ann.awaitStatus(pods.getFirst(), summary, "running");
    assertThat(running.getString("purpose")).isEqualTo("summary");
    boolean first = running.getString("pod").equals("pod-1");
    (first ? pods.getFirst() : pods.getLast()).kill();
    PodProcess other = first ? pods.getLast() : pods.getFirst();
    Files.createFile(gate());

    JsonObject ended = ann.awaitEnd(other, summary);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getInteger("attempt")).isEqualTo(2);
    JsonObject old = session(other, "rolls-1", "continued_by");
    String nextId = old.getString("continued_by");
    JsonObject next = ann.get(other, "/api/sessions/" + nextId).body();
    assertThat(old.getString("status")).isEqualTo("live");
    assertThat(next.getString("continues")).isEqualTo("rolls-1");
    assertThat(next.getJsonObject("project").getString("project")).isEqualTo("atlas");
    assertThat(next.getJsonArray("bindings")).isEqualTo(new JsonArray());
    JsonObject told = next.getJsonObject("summary");
    assertThat(told).isEqualTo(old.getJsonObject("summary"));
    assertThat(told.getString("session_id")).isEqualTo("rolls-1");
    assertThat(told.getString("task_id")).isEqualTo(summary);
    assertThat(told.getString("text")).contains("asked: " + FILLING, "said: counted");
    try (SseWatcher watcher = watch(other, "rolls-1")) {
      watcher.awaitType("session.rolled");
      assertThat(watcher.events().getLast().getJsonObject("data").getString("next_session_id"))
          .isEqualTo(nextId);
    }
    try (SseWatcher watcher = watch(other, nextId)) {
      watcher.awaitType("session.rolled");
      assertThat(watcher.events().getFirst().getString("type")).isEqualTo("session.summary");
    }
    Client eve = new Client(fleet.token("eve"));
    assertThat(eve.get(other, "/api/sessions/" + nextId).text("code")).isEqualTo("unknown_session");

    JsonObject more = new JsonObject().put("session_id", "rolls-1").put("task", FILLING);
    String again = ann.submit(other, more).getString("task_id");
    assertThat(ann.awaitEnd(other, again).getString("status")).isEqualTo("completed");
    assertThat(fleet.count("SELECT count(*) FROM session WHERE continues_id = 'rolls-1'"))
        .isEqualTo(1);
    assertThat(fleet.count("SELECT count(*) FROM task WHERE purpose = 'summary'")).isEqualTo(1);
    assertThat(fleet.count("SELECT count(*) FROM session_event WHERE type = 'session.rolled'"))
        .isEqualTo(2);
  }

  private static Path gate() {
    return folder.resolve("gate");
  }

  private static SseWatcher watch(PodProcess pod, String session) {
    return SseWatcher.open(ann, pod, "/api/sessions/" + session + "/events");
  }

  /** The session, once the member is not null. */
  private static JsonObject session(PodProcess pod, String id, String member) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> ann.get(pod, "/api/sessions/" + id).body(),
            body -> body.getValue(member) != null);
  }
}
