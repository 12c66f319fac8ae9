package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The session of a task is settled before the task exists, and its counters are there from the
 * first answer.
 */
final class TaskProgressTest {
  private static final List<String> COUNTERS =
      List.of("current_iteration", "total_iterations", "tokens_used", "total_tokens");

  private static Fleet fleet;
  private static PodProcess pod;
  private static Client client;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    client = new Client(fleet.token("ann"));
    pod = fleet.start();
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void scenario_1_row_3_a_task_without_a_session_gets_one_that_never_changes() {
    JsonObject accepted = client.submit(pod, Client.demo(5, 20));
    String session = accepted.getString("session_id");
    String task = accepted.getString("task_id");
    assertThat(session).matches("[A-Za-z0-9_-]{3,64}");
    assertThat(client.get(pod, "/api/sessions/" + session).status()).isEqualTo(200);

    JsonObject running =
        client.awaitTask(pod, task, record -> record.getLong("current_iteration") > 0);
    assertThat(running.getString("session_id")).isEqualTo(session);
    JsonObject ended = client.awaitEnd(pod, task);
    assertThat(ended.getString("session_id")).isEqualTo(session);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getString("termination_reason")).isEqualTo("completed");
    assertThat(COUNTERS.stream().map(ended::getLong)).containsExactly(5L, 5L, 300L, 300L);
    assertThat(ended.getJsonObject("result").getLong("tokens_used")).isEqualTo(300);
    for (JsonObject event :
        SseWatcher.open(client, pod, "/api/tasks/" + task + "/events").awaitEnd().events()) {
      assertThat(event.getString("session_id")).isEqualTo(session);
    }
  }

  @Test
  void scenario_2_row_6_an_explicit_session_is_used_exactly() {
    JsonObject accepted =
        client.submit(pod, Client.demo(1, 1).put("session_id", "session-explicit-123"));
    assertThat(accepted.getString("session_id")).isEqualTo("session-explicit-123");
    JsonObject again =
        client.submit(
            pod,
            Client.demo(1, 1).put("session_id", "session-explicit-123"),
            "X-Transport-Id",
            "some-transport");
    assertThat(again.getString("session_id")).isEqualTo("session-explicit-123");
    client.awaitEnd(pod, again.getString("task_id"));
  }

  @Test
  void scenario_3_row_51_the_counters_are_present_everywhere_and_zero_at_first() {
    JsonObject accepted = client.submit(pod, Client.demo(3, 20));
    String task = accepted.getString("task_id");
    String session = accepted.getString("session_id");
    assertThat(accepted.getString("status")).isEqualTo("queued");
    assertThat(COUNTERS.stream().map(accepted::getLong)).containsExactly(0L, 0L, 0L, 0L);
    SseWatcher watcher = SseWatcher.open(client, pod, "/api/tasks/" + task + "/events").awaitEnd();
    for (JsonObject event : watcher.events()) {
      assertThat(event.getJsonObject("data").fieldNames()).containsAll(COUNTERS);
    }
    assertThat(
            watcher.events().stream()
                .filter(event -> event.getString("type").equals("task.progress"))
                .map(event -> event.getJsonObject("data").getLong("current_iteration")))
        .containsExactly(1L, 2L, 3L);
    assertThat(watcher.names()).endsWith("task.completed", "end");
    JsonObject listed =
        client
            .get(pod, "/api/tasks?session_id=" + session)
            .body()
            .getJsonArray("tasks")
            .getJsonObject(0);
    assertThat(listed.fieldNames()).containsAll(COUNTERS);
  }

  @Test
  void row_59_a_stream_resumes_after_the_position_it_is_told() {
    JsonObject accepted = client.submit(pod, Client.demo(4, 1));
    String task = accepted.getString("task_id");
    String session = accepted.getString("session_id");
    client.awaitEnd(pod, task);
    List<Long> all = SseWatcher.range(1, 7);
    String path = "/api/tasks/" + task + "/events";
    assertThat(SseWatcher.open(client, pod, path).awaitEnd().seqs()).isEqualTo(all);
    assertThat(SseWatcher.open(client, pod, path + "?after=3").awaitEnd().seqs())
        .isEqualTo(SseWatcher.range(4, 7));
    assertThat(
            SseWatcher.open(client, pod, path + "?after=1", "Last-Event-ID", "5").awaitEnd().seqs())
        .isEqualTo(SseWatcher.range(6, 7));
    SseWatcher past = SseWatcher.open(client, pod, path, "Last-Event-ID", "7").awaitEnd();
    assertThat(past.names()).containsExactly("end");
    try (SseWatcher bySession = SseWatcher.open(client, pod, "/api/sse?session_id=" + session)) {
      bySession.awaitSeq(7);
      assertThat(bySession.seqs()).isEqualTo(all);
    }
  }

  @Test
  void row_36_a_repeated_submission_is_the_same_task_and_mints_no_second_session() {
    String body = Client.demo(2, 1).encode();
    Client.Answer first = client.post(pod, "/api/tasks", body, "Idempotency-Key", "k-1");
    Client.Answer again = client.post(pod, "/api/tasks", body, "Idempotency-Key", "k-1");
    Client.Answer other =
        client.post(pod, "/api/tasks", Client.demo(3, 1).encode(), "Idempotency-Key", "k-1");
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("task_id")).isEqualTo(first.text("task_id"));
    assertThat(again.text("session_id")).isEqualTo(first.text("session_id"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency_conflict");
  }

  @Test
  void row_34_row_81_bad_requests_get_one_kind_of_answer_and_change_nothing() {
    record Bad(int status, String code, Client.Answer answer) {}

    long before = fleet.count("SELECT count(*) FROM task");
    List<Bad> bad =
        List.of(
            new Bad(400, "bad_json", client.post(pod, "/api/tasks", "{\"task\":")),
            new Bad(400, "bad_json", client.post(pod, "/api/tasks", "{\"task\":1,\"task\":2}")),
            new Bad(400, "missing_field", client.post(pod, "/api/tasks", "{}")),
            new Bad(
                400, "unknown_field", client.post(pod, "/api/tasks", "{\"task\":\"x\",\"tsk\":1}")),
            new Bad(400, "invalid_field", client.post(pod, "/api/tasks", "{\"task\":5}")),
            new Bad(
                400,
                "unknown_agent",
                client.post(pod, "/api/tasks", "{\"task\":\"x\",\"agent\":\"nobody\"}")),
            new Bad(
                400,
                "unknown_preset",
                client.post(pod, "/api/tasks", "{\"task\":\"x\",\"agent_preset\":\"none\"}")),
            new Bad(
                400,
                "invalid_session_id",
                client.post(pod, "/api/tasks", "{\"task\":\"x\",\"session_id\":\"a b\"}")),
            new Bad(404, "unknown_session", client.get(pod, "/api/sessions/none-such")),
            new Bad(404, "unknown_session", client.get(pod, "/api/sessions/none-such/events")),
            new Bad(404, "unknown_task", client.get(pod, "/api/tasks/none-such")),
            new Bad(404, "unknown_task", client.post(pod, "/api/tasks/none-such/cancel", "")),
            new Bad(401, "unauthenticated", new Client("wrong").get(pod, "/api/tasks/x")));
    for (Bad one : bad) {
      assertThat(one.answer().status()).as(one.code()).isEqualTo(one.status());
      assertThat(one.answer().text("code")).isEqualTo(one.code());
      assertThat(one.answer().body().fieldNames())
          .containsAll(Set.of("code", "message", "request_id", "retryable"));
    }
    assertThat(fleet.count("SELECT count(*) FROM task")).isEqualTo(before);
  }
}
