package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three pods behind no balancer at all: any pod serves any client, and any pod may die. */
final class FleetTest {
  private static final int KEYS = Integer.getInteger("holdfast.race.keys", 2_000);
  private static final int CALLERS = 8;
  private static final int IN_FLIGHT = 64;

  private final Fleet fleet = new Fleet();
  private final Client client = new Client(fleet.token("ann"));

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void row_12_racing_callers_on_three_pods_get_one_session_for_each_transport_id()
      throws InterruptedException {
    List<PodProcess> pods = fleet.start(3);
    Map<String, Set<String>> first = race(pods);
    assertThat(first).hasSize(KEYS).allSatisfy((key, ids) -> assertThat(ids).hasSize(1));
    assertThat(fleet.count("SELECT count(*) FROM session")).isEqualTo(KEYS);

    fleet.flushRedis();
    assertThat(race(pods)).isEqualTo(first);
    assertThat(fleet.count("SELECT count(*) FROM session")).isEqualTo(KEYS);
  }

  /**
   * Every caller asks for every key, in the same order, so that all of them want the same key at
   * once.
   */
  private Map<String, Set<String>> race(List<PodProcess> pods) throws InterruptedException {
    Map<String, Set<String>> sessions = new HashMap<>();
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    for (int key = 0; key < KEYS; key++) {
      String transport = "transport-" + key;
      for (int caller = 0; caller < CALLERS; caller++) {
        inFlight.acquire();
        answers.add(
            client
                .postLater(
                    pods.get(caller % pods.size()),
                    "/api/sessions",
                    "{}",
                    "X-Transport-Id",
                    transport)
                .thenAccept(answer -> {
                  synchronized (sessions) {
                    sessions
                        .computeIfAbsent(transport, t -> new HashSet<>())
                        .add(answer.status() < 300 ? answer.text("session_id") : answer.toString());
                  }
                })
                .whenComplete((done, failure) -> inFlight.release()));
      }
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    return sessions;
  }

  @Test
  void row_18_a_watcher_on_one_pod_sees_a_task_that_runs_on_another_in_order() {
    List<PodProcess> pods = fleet.start(3);
    for (int i = 0; i < 6; i++) {
      JsonObject task = Client.demo(20, 10).put("session_id", "across-" + i);
      JsonObject accepted = client.submit(pods.get(i % 3), task);
      List<SseWatcher> watchers =
          pods.stream()
              .map(pod -> SseWatcher.open(client, pod, events(accepted)))
              .map(SseWatcher::awaitEnd)
              .toList();
      for (SseWatcher watcher : watchers) {
        assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, 23));
        assertThat(watcher.names()).endsWith("task.completed", "end");
      }
    }
  }

  @Test
  void row_49_a_killed_pods_task_fails_visibly_and_watchers_elsewhere_miss_nothing() {
    List<PodProcess> pods = fleet.start(3);
    JsonObject accepted = client.submit(pods.getFirst(), Client.demo(100_000, 20));
    String task = accepted.getString("task_id");
    PodProcess victim = runner(pods, task);
    List<PodProcess> survivors = pods.stream().filter(pod -> pod != victim).toList();
    List<SseWatcher> watchers =
        survivors.stream()
            .map(pod -> SseWatcher.open(client, pod, events(accepted)).awaitSeq(10))
            .toList();
    victim.kill();
    for (SseWatcher watcher : watchers) {
      watcher.awaitEnd();
      assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, watcher.seqs().size()));
      assertThat(watcher.names()).endsWith("task.failed", "end");
    }
    assertThat(watchers.get(0).seqs()).isEqualTo(watchers.get(1).seqs());
    JsonObject ended = client.task(survivors.getFirst(), task);
    assertThat(ended.getString("status")).isEqualTo("failed");
    assertThat(ended.getString("termination_reason")).isEqualTo("worker_lost");
    assertThat(ended.getString("pod")).isEqualTo(victim.name());
  }

  @Test
  void row_49_a_killed_pods_task_is_run_again_elsewhere_where_it_allows_that() {
    List<PodProcess> pods = fleet.start(3);
    JsonObject accepted =
        client.submit(pods.getFirst(), Client.demo(60, 50).put("max_attempts", 3));
    String task = accepted.getString("task_id");
    PodProcess victim = runner(pods, task);
    PodProcess survivor = pods.stream().filter(pod -> pod != victim).findFirst().orElseThrow();
    SseWatcher watcher = SseWatcher.open(client, survivor, events(accepted)).awaitSeq(6);
    victim.kill();
    watcher.awaitEnd();

    assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, watcher.seqs().size()));
    assertThat(watcher.names()).contains("task.superseded").endsWith("task.completed", "end");
    JsonObject superseded =
        watcher.events().stream()
            .filter(event -> event.getString("type").equals("task.superseded"))
            .findFirst()
            .orElseThrow();
    assertThat(superseded.getJsonObject("data").getLong("from_seq")).isEqualTo(2);
    JsonObject ended = client.task(survivor, task);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getInteger("attempt")).isEqualTo(2);
    assertThat(ended.getString("pod")).isNotEqualTo(victim.name());
    assertThat(ended.getLong("current_iteration")).isEqualTo(60);
  }

  @Test
  void row_47_cancel_works_on_whichever_pod_it_lands() {
    List<PodProcess> pods = fleet.start(2);
    JsonObject accepted = client.submit(pods.getFirst(), Client.demo(100_000, 20));
    String task = accepted.getString("task_id");
    PodProcess runs = runner(pods, task);
    PodProcess other = pods.stream().filter(pod -> pod != runs).findFirst().orElseThrow();
    Client.Answer answer = client.post(other, "/api/tasks/" + task + "/cancel", "");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(client.awaitEnd(other, task).getString("status")).isEqualTo("cancelled");
    assertThat(client.post(runs, "/api/tasks/" + task + "/cancel", "").status()).isEqualTo(409);
  }

  @Test
  void with_every_hint_lost_watchers_on_every_pod_still_see_everything_in_order() {
    fleet.set("bus.drop_all", "true").set("broadcast.check_ms", "200");
    List<PodProcess> pods = fleet.start(2);
    JsonObject accepted = client.submit(pods.getFirst(), Client.demo(30, 20));
    for (PodProcess pod : pods) {
      SseWatcher watcher = SseWatcher.open(client, pod, events(accepted)).awaitEnd();
      assertThat(watcher.seqs()).isEqualTo(SseWatcher.range(1, 33));
    }
  }

  @Test
  void a_terminated_pod_ends_in_order_and_hands_its_task_to_another_uncharged() {
    List<PodProcess> pods = fleet.start(2);
    JsonObject accepted = client.submit(pods.getFirst(), Client.demo(60, 50));
    String task = accepted.getString("task_id");
    PodProcess runs = runner(pods, task);
    PodProcess other = pods.stream().filter(pod -> pod != runs).findFirst().orElseThrow();
    WsClient window = WsClient.hello(runs, new JsonObject().put("token", client.token()));
    assertThat(runs.terminate()).as(runs.log()).isZero();
    assertThat(window.await(f -> "goaway".equals(f.getString("op"))).getLong("retry_after_ms"))
        .isNotNegative();
    assertThat(window.awaitClose()).isEqualTo(1012);
    JsonObject ended = client.awaitEnd(other, task);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getInteger("attempt")).isEqualTo(1);
    assertThat(ended.getString("pod")).isEqualTo(other.name());
  }

  private PodProcess runner(List<PodProcess> pods, String task) {
    String name = client.awaitStatus(pods.getFirst(), task, "running").getString("pod");
    return pods.stream()
        .filter(pod -> pod.name().equals(name))
        .min(Comparator.comparing(PodProcess::name))
        .orElseThrow();
  }

  private static String events(JsonObject accepted) {
    return "/api/tasks/" + accepted.getString("task_id") + "/events";
  }
}
