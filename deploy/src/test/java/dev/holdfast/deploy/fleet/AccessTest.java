package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.fleet.Client.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Keys that come and go while pods run, and walls between principals and between tenants. */
final class AccessTest {
  private static final String LABEL = "vscode-instance-1";

  @Test
  void row_77_keys_come_rotate_and_go_on_every_pod_without_a_restart() {
    try (Fleet fleet = new Fleet()) {
      List<PodProcess> pods = fleet.start(2);
      PodProcess one = pods.getFirst();
      PodProcess other = pods.getLast();
      Client root = new Client(fleet.token("acme", "root", "admin"));
      JsonObject made = root.post(one, "/api/admin/keys", "{\"principal\":\"ada\"}").body();
      String secret = made.getString("secret");
      Client ada = new Client(secret);
      assertThat(ada.post(other, "/api/sessions", session()).status()).isEqualTo(201);
      WsClient socket = WsClient.hello(other, new JsonObject(session()).put("token", secret));
      SseWatcher stream = SseWatcher.open(ada, other, "/api/sessions/" + LABEL + "/events");

      Answer rotated =
          root.post(
              one,
              "/api/admin/keys/" + made.getString("key_id") + "/rotate",
              "{\"overlap_s\":3600}");
      String next = rotated.text("secret");
      WsClient moved = WsClient.hello(other, new JsonObject(session()).put("token", secret));
      JsonObject replaced =
          moved.request(new JsonObject().put("op", "rotate_token").put("token", next));
      assertThat(replaced.getString("op")).isEqualTo("rotate_token_res");
      root.delete(one, "/api/admin/keys/" + made.getString("key_id"));

      assertThat(socket.awaitClose()).isEqualTo(4401);
      assertThat(stream.awaitEnd().names()).endsWith("error");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ada.get(other, "/api/sessions/" + LABEL).status() == 401);
      assertThat(moved.request(new JsonObject().put("op", "ping")).getString("op"))
          .isEqualTo("ping_res");
      assertThat(new Client(next).get(other, "/api/sessions/" + LABEL).status()).isEqualTo(200);

      // P25: nothing of all this is in what the pods printed.
      Answer refused = new Client(secret).get(one, "/api/sessions/nobody?token=" + secret);
      assertThat(refused.body().encode()).doesNotContain(secret);
      for (PodProcess pod : pods) {
        assertThat(pod.output())
            .contains("ready http")
            .doesNotContain(secret, next, root.token(), Fleet.sha256(secret), LABEL);
      }
    }
  }

  @Test
  void row_7_two_principals_use_one_label_and_nobody_can_tell_anothers_from_nothing() {
    try (Fleet fleet = new Fleet()) {
      PodProcess pod = fleet.start();
      Client ann = new Client(fleet.token("ann"));
      JsonObject task = ann.submit(pod, Client.demo(1, 1).put("session_id", LABEL));
      ann.awaitEnd(pod, task.getString("task_id"));
      JsonObject api = ann.get(pod, "/openapi.json").body();
      for (Client stranger :
          List.of(
              new Client(fleet.token("bob")), new Client(fleet.token("rival", "ann", "admin")))) {
        int asked = 0;
        for (String path : api.getJsonObject("paths").fieldNames()) {
          if (path.contains("{session_id}") || path.contains("{task_id}")) {
            for (String method : List.of("get", "post", "put", "delete")) {
              JsonObject operation =
                  api.getJsonObject("paths").getJsonObject(path).getJsonObject(method);
              if (operation != null) {
                String body = example(operation);
                Answer foreign =
                    ask(stranger, pod, method, path, LABEL, task.getString("task_id"), body);
                Answer unknown = ask(stranger, pod, method, path, "no-such-one", "tsk_none", body);
                assertThat(foreign).as(method + " " + path).isEqualTo(unknown);
                assertThat(foreign.status()).as(method + " " + path).isEqualTo(404);
                asked++;
              }
            }
          }
        }
        assertThat(asked).isGreaterThanOrEqualTo(7);
        assertThat(stranger.get(pod, "/api/sse?session_id=" + LABEL).status()).isEqualTo(404);
        assertThat(stranger.get(pod, "/api/tasks?session_id=" + LABEL).status()).isEqualTo(404);
        assertThat(stranger.get(pod, "/api/tasks").body().getJsonArray("tasks"))
            .isEqualTo(new JsonArray());
        Answer own = stranger.post(pod, "/api/sessions", session());
        assertThat(own.status()).isEqualTo(201);
        assertThat(stranger.get(pod, "/api/sessions/" + LABEL).body().getLong("last_seq")).isZero();
      }
      assertThat(ann.get(pod, "/api/sessions/" + LABEL).body().getLong("last_seq")).isPositive();
    }
  }

  private static String session() {
    return new JsonObject().put("session_id", LABEL).encode();
  }

  private static String example(JsonObject operation) {
    JsonObject body = operation.getJsonObject("requestBody");
    if (body == null) {
      return "";
    }
    JsonObject json = body.getJsonObject("content").getJsonObject("application/json");
    return json.getJsonObject("example", new JsonObject()).encode();
  }

  /** The answer without what differs from request to request. */
  private static Answer ask(
      Client client,
      PodProcess pod,
      String method,
      String path,
      String sessionId,
      String taskId,
      String body) {
    String real =
        path.replace("{session_id}", sessionId)
            .replace("{task_id}", taskId)
            .replaceAll("\\{[a-z_]+\\}", "any-id");
    Answer answer =
        switch (method) {
          case "post" -> client.post(pod, real, body);
          case "put" -> client.put(pod, real, body);
          case "delete" -> client.delete(pod, real);
          default -> client.get(pod, real);
        };
    answer.body().remove("request_id");
    return answer;
  }
}
