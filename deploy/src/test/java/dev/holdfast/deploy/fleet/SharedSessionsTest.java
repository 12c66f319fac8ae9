package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several pods share sessions: whatever one was told, each of the others tells. */
final class SharedSessionsTest {
  private static final JsonObject STABLE =
      new JsonObject().put("agent", "claude").put("repo_root", "/src/holdfast");

  @Test
  void row_8_row_9_sessions_are_found_again_on_every_pod_after_all_restarted_without_redis() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      List<PodProcess> pods = fleet.start(2);
      WsClient first =
          WsClient.hello(pods.getFirst(), hello(token, "conn-1").put("stable_key", STABLE));
      String id = first.helloAck().getString("session_id");
      first.request(op("set_project").put("project", "kept"));
      first.request(op("append_entries").put("message", "before"));

      // The pod of the client is killed; it goes on at the other one.
      pods.getFirst().kill();
      first.awaitClose();
      WsClient moved = WsClient.hello(pods.getLast(), hello(token, "conn-1"));
      assertThat(moved.helloAck().getString("session_id")).isEqualTo(id);
      assertThat(moved.helloAck().getString("session_source")).isEqualTo("transport");
      assertThat(moved.request(op("get_project")).getString("project")).isEqualTo("kept");

      pods.getLast().kill();
      fleet.flushRedis();
      for (PodProcess pod : fleet.start(2)) {
        WsClient again = WsClient.hello(pod, hello(token, "conn-1"));
        assertThat(again.helloAck().getString("session_id")).isEqualTo(id);
        assertThat(again.request(op("get_project")).getString("project")).isEqualTo("kept");
        assertThat(again.request(op("read_entries")).getJsonArray("entries")).hasSize(1);
        WsClient elsewhere =
            WsClient.hello(pod, hello(token, "conn-" + pod.name()).put("stable_key", STABLE));
        assertThat(elsewhere.helloAck().getString("session_id")).isEqualTo(id);
        assertThat(elsewhere.helloAck().getString("session_source")).isEqualTo("stable");
      }
    }
  }

  @Test
  void row_9_a_client_that_lost_its_pod_reads_on_at_another_without_gap_or_duplicate() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      List<PodProcess> pods = fleet.start(2);
      JsonObject hello = new JsonObject().put("token", token).put("session_id", "window-1");
      WsClient before = WsClient.hello(pods.getFirst(), hello);
      before.request(op("subscribe").put("after", 0));
      Client ann = new Client(token);
      JsonObject work = Client.demo(40, 20).put("session_id", "window-1");
      String first = ann.submit(pods.getLast(), work).getString("task_id");
      before.await(frame -> "event".equals(frame.getString("op")) && frame.getLong("seq") >= 5);
      pods.getFirst().kill();
      before.awaitClose();
      long position = before.seqs().getLast();
      WsClient after = WsClient.hello(pods.getLast(), hello);
      after.request(op("subscribe").put("after", position));
      ann.awaitEnd(pods.getLast(), first);
      String second = ann.submit(pods.getLast(), work).getString("task_id");
      after.await(frame ->
          second.equals(frame.getString("task_id"))
              && "task.completed".equals(frame.getString("type")));
      List<Long> all = new ArrayList<>(before.seqs());
      all.addAll(after.seqs());
      assertThat(all).isEqualTo(SseWatcher.range(1, all.getLast()));
    }
  }

  @Test
  void row_12_row_18_row_19_row_20_three_pods_tell_the_same_of_what_each_of_them_changes() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      Client ann = new Client(token);
      List<PodProcess> pods = fleet.start(3);

      // Row 12: first requests with one transport id race on all pods, over both protocols.
      for (int round = 0; round < 5; round++) {
        String way = "way-" + round;
        List<CompletableFuture<Client.Answer>> racing = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          racing.add(ann.postLater(pods.get(i % 3), "/api/sessions", "{}", "X-Transport-Id", way));
        }
        assertThat(racing.stream().map(each -> each.join().text("session_id")).distinct())
            .hasSize(1);
      }

      // Row 19: the very next call on another pod reads what was set.
      ann.post(pods.getFirst(), "/api/sessions", "{\"session_id\":\"shared-1\"}");
      String project = "/api/sessions/shared-1/project";
      for (int i = 1; i <= 30; i++) {
        JsonObject set =
            new JsonObject().put("project", "p" + i % 4).put("expected_version", i - 1);
        assertThat(ann.put(pods.get(i % 3), project, set.encode()).status()).isEqualTo(200);
        JsonObject read = ann.get(pods.get((i + 1) % 3), project).body();
        assertThat(read.getString("project")).isEqualTo("p" + i % 4);
        assertThat(read.getLong("version")).isEqualTo(i);
      }

      // Row 20: agents side by side, each with its project, entries and pod.
      List<WsClient> agents = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        WsClient agent =
            WsClient.hello(
                pods.get(i), new JsonObject().put("token", token).put("session_id", "agent-" + i));
        agent.request(op("set_project").put("project", "project-" + i));
        agents.add(agent);
      }
      for (int i = 0; i < 3; i++) {
        agents.get(i).request(op("append_entries").put("message", "of agent " + i));
      }
      for (int i = 0; i < 3; i++) {
        JsonObject page = agents.get(i).request(op("read_entries"));
        assertThat(page.getJsonArray("entries").stream().map(each -> (JsonObject) each))
            .singleElement()
            .satisfies(entry -> assertThat(entry.getString("project")).startsWith("project-"));
        assertThat(page.encode()).contains("of agent " + i);
        assertThat(agents.get(i).request(op("get_project")).getString("project"))
            .isEqualTo("project-" + i);
      }

      // Row 18: at the end every pod shows the same.
      List<JsonArray> lists =
          pods.stream()
              .map(pod -> ann.get(pod, "/api/sessions").body().getJsonArray("sessions"))
              .peek(list -> list.forEach(each -> ((JsonObject) each).remove("last_active_at")))
              .toList();
      assertThat(lists.stream().distinct()).hasSize(1);
      assertThat(lists.getFirst()).hasSize(9);
    }
  }

  private static JsonObject hello(String token, String transportId) {
    return new JsonObject().put("token", token).put("transport_id", transportId);
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }
}
