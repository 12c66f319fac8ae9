package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.testing.LostHints;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** {@code GET /api/cluster} and {@code holdfast cluster} at two pods of which one is killed. */
final class ClusterFleetTest {
  private static final Fleet FLEET = new Fleet();
  private static final List<PodProcess> PODS = FLEET.start(2);

  @AfterAll
  static void stop() {
    FLEET.close();
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "pods tell of themselves over the bus alone")
  void an_operator_sees_what_each_pod_does_and_a_killed_one_no_more() {
    String operator = FLEET.token("staff", "olga", "operator");
    Client olga = new Client(operator);
    PodProcess here = PODS.getFirst();
    PodProcess there = PODS.getLast();
    String ada = FLEET.token("ada");
    WsClient socket =
        WsClient.hello(there, new JsonObject().put("token", ada).put("session_id", "window-1"));
    new Client(ada).submit(here, Client.demo(100_000, 50).put("session_id", "window-1"));

    JsonObject seen =
        await(
            olga,
            here,
            all ->
                all.size() == 2
                    && sum(all, "tasks_running") == 1
                    && pod(all, there)
                        .filter(pod -> Long.valueOf(1).equals(pod.getLong("connections")))
                        .isPresent());
    assertThat(seen.getString("answered_by")).isEqualTo(here.name());
    JsonArray pods = seen.getJsonArray("pods");
    assertThat(sum(pods, "sessions_leased")).isEqualTo(1);
    assertThat(sum(pods, "connections")).isEqualTo(1);
    for (PodProcess each : PODS) {
      JsonObject told = pod(pods, each).orElseThrow();
      assertThat(told.getString("state")).isEqualTo("ready");
      assertThat(told.getString("http")).isEqualTo(each.uri().getAuthority());
      assertThat(told.getString("version")).matches("\\d+\\.\\d+.*");
      assertThat(told.getString("member")).startsWith("127.0.0.1:");
    }
    Shell.Ended shown = new Shell(operator, here).run("cluster");
    assertThat(shown.exitCode()).as(shown.toString()).isZero();
    assertThat(shown.output()).contains("pod-1", "pod-2", "ready", "answered by pod-1");

    there.kill();
    socket.awaitClose();
    JsonArray left = await(olga, here, all -> pod(all, there).isEmpty()).getJsonArray("pods");
    assertThat(pod(left, here)).isPresent();
  }

  @Test
  void nobody_but_an_operator_sees_the_fleet() {
    PodProcess pod = PODS.getFirst();
    for (String scope : List.of("session", "admin")) {
      Client.Answer refused =
          new Client(FLEET.token("acme", "ann-" + scope, scope)).get(pod, "/api/cluster");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("forbidden");
    }
    Client olga = new Client(FLEET.token("acme", "olga", "operator"));
    assertThat(olga.get(pod, "/api/admin/keys").status()).isEqualTo(403);
    Client root = new Client(FLEET.token("acme", "root", "admin"));
    assertThat(
            root.post(pod, "/api/admin/keys", "{\"principal\":\"x\",\"scope\":\"operator\"}")
                .status())
        .isEqualTo(400);
  }

  private static JsonObject await(Client client, PodProcess pod, Predicate<JsonArray> enough) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> client.get(pod, "/api/cluster").body(),
            body -> body.containsKey("pods") && enough.test(body.getJsonArray("pods")));
  }

  private static Optional<JsonObject> pod(JsonArray pods, PodProcess wanted) {
    return pods.stream()
        .map(JsonObject.class::cast)
        .filter(pod -> wanted.name().equals(pod.getString("pod")))
        .findFirst();
  }

  private static long sum(JsonArray pods, String field) {
    return pods.stream().mapToLong(pod -> ((JsonObject) pod).getLong(field, 0L)).sum();
  }
}
