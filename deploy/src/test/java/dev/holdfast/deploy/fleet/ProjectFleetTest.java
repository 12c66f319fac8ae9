package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Projects, their keys and the modes of sessions, through two pods. */
final class ProjectFleetTest {
  private static Fleet fleet;
  private static PodProcess one;
  private static PodProcess two;
  private static Client ann;

  @BeforeAll
  static void start() {
    fleet = new Fleet();
    ann = new Client(fleet.token("ann"));
    List<PodProcess> pods = fleet.start(2);
    one = pods.get(0);
    two = pods.get(1);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void row_23_a_key_is_the_same_on_every_pod_and_a_forged_one_is_refused() {
    JsonObject bound = bind(one, "keyed-1", "{\"project\":\"keyed\"}").body();
    String key = bound.getString("project_key");
    assertThat(bind(two, "keyed-2", "{\"project\":\"keyed\"}").text("project_key")).isEqualTo(key);
    assertThat(ann.get(two, "/api/sessions/keyed-1/project").body()).isEqualTo(bound);
    String foreign = bind(two, "keyed-3", "{\"project\":\"other\"}").text("project_key");

    String path = "/api/sessions/keyed-1/entries";
    assertThat(ann.post(two, path, note(key)).status()).isEqualTo(201);
    Client.Answer refused = ann.post(two, path, note(foreign));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("forged_project_key");
    assertThat(
            ann.post(
                    one,
                    "/api/tasks",
                    "{\"task\":\"t\",\"session_id\":\"keyed-1\",\"project_key\":\""
                        + foreign
                        + "\"}")
                .text("code"))
        .isEqualTo("forged_project_key");
    assertThat(ann.get(one, path).body().getJsonArray("entries")).hasSize(1);
  }

  @Test
  void row_25_a_project_archived_on_one_pod_refuses_on_the_other() {
    ann.post(one, "/api/projects", "{\"project\":\"closing\",\"tags\":[\"old\"]}");
    bind(two, "closing-1", "{\"project\":\"closing\"}");
    String path = "/api/projects/closing/archive";
    Client.Answer planned = ann.post(two, path, "{}");
    assertThat(planned.body().getInteger("live_sessions")).isEqualTo(1);
    String confirm = new JsonObject().put("confirm", planned.text("confirm")).encode();
    assertThat(ann.post(one, path, confirm).status()).isEqualTo(200);

    assertThat(ann.post(two, path, confirm).text("code")).isEqualTo("version_conflict");
    assertThat(bind(two, "closing-2", "{\"project\":\"closing\"}").text("code"))
        .isEqualTo("project_archived");
    assertThat(ann.post(two, "/api/sessions/closing-1/entries", note(null)).text("code"))
        .isEqualTo("project_archived");
    assertThat(
            ann.get(two, "/api/projects?tag=old&status=archived").body().getJsonArray("projects"))
        .hasSize(1);
    assertThat(new Client(fleet.token("bob")).get(one, "/api/projects/closing").text("code"))
        .isEqualTo("unknown_project");
  }

  @Test
  void row_26_a_sentinel_reads_everything_and_writes_nothing_over_http_and_websocket() {
    bind(one, "worker", "{\"project\":\"watched\"}");
    ann.post(one, "/api/sessions/worker/entries", note(null));
    bind(two, "watcher", "{\"mode\":\"sentinel\"}");
    String path = "/api/sessions/watcher/entries";
    assertThat(ann.post(one, path + "/query", "{}").body().getJsonArray("entries")).isNotEmpty();
    Client.Answer refused = ann.post(one, path, note(null));
    assertThat(refused.text("code")).isEqualTo("tool_not_allowed");
    assertThat(refused.text("message")).contains("sentinel", "append_entries", "set_project");

    WsClient ws =
        WsClient.hello(
            one, new JsonObject().put("session_id", "watcher").put("token", ann.token()));
    JsonObject task = new JsonObject().put("op", "submit_task").put("task", "t");
    assertThat(ws.request(task).getString("code")).isEqualTo("tool_not_allowed");
    JsonObject binding = ws.request(new JsonObject().put("op", "get_project"));
    assertThat(binding.getString("mode")).isEqualTo("sentinel");
    ws.close();
  }

  private static String note(@Nullable String key) {
    return new JsonObject().put("message", "m").put("project_key", key).encode();
  }

  private static Client.Answer bind(PodProcess pod, String session, String body) {
    ann.post(one, "/api/sessions", "{\"session_id\":\"" + session + "\"}");
    return ann.put(pod, "/api/sessions/" + session + "/project", body);
  }
}
