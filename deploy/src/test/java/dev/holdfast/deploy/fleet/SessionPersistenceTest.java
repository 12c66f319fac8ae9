package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * Project bindings that follow their session: over a restart, beside another agent, and when the
 * transport id changes.
 */
final class SessionPersistenceTest {
  private static JsonObject hello(String token, String transportId) {
    return new JsonObject().put("token", token).put("transport_id", transportId);
  }

  private static JsonObject setProject(String name) {
    return new JsonObject().put("op", "set_project").put("project", name);
  }

  private static JsonObject getProject() {
    return new JsonObject().put("op", "get_project");
  }

  @Test
  void case_1_row_8_a_restart_and_a_flushed_redis_keep_session_and_project() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      WsClient before = WsClient.hello(pod, hello(token, "conn-1"));
      before.request(setProject("project_a"));
      pod.kill();
      fleet.flushRedis();

      PodProcess restarted = fleet.start();
      WsClient after = WsClient.hello(restarted, hello(token, "conn-1"));
      assertThat(after.helloAck().getString("session_id"))
          .isEqualTo(before.helloAck().getString("session_id"));
      assertThat(after.helloAck().getString("session_source")).isEqualTo("transport");
      assertThat(after.request(getProject()).getString("project")).isEqualTo("project_a");
    }
  }

  @Test
  void case_2_two_agents_on_two_projects_never_see_each_others() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      WsClient claude = WsClient.hello(pod, hello(token, "agent-1"));
      claude.request(setProject("claude_project"));
      WsClient codex = WsClient.hello(pod, hello(token, "agent-2"));
      JsonObject unbound = codex.request(getProject());
      assertThat(unbound.getString("op")).isEqualTo("error");
      assertThat(unbound.getString("code")).isEqualTo("project_unbound");
      assertThat(unbound.getString("message")).contains("set_project");
      codex.request(setProject("codex_project"));

      assertThat(claude.helloAck().getString("session_id"))
          .isNotEqualTo(codex.helloAck().getString("session_id"));
      assertThat(claude.request(getProject()).getString("project")).isEqualTo("claude_project");
      assertThat(codex.request(getProject()).getString("project")).isEqualTo("codex_project");
    }
  }

  @Test
  void case_3_a_changed_transport_id_finds_its_session_by_the_stable_key() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      PodProcess pod = fleet.start();
      JsonObject stable =
          new JsonObject()
              .put("agent", "claude")
              .put("repo_root", "/home/ann/project_a")
              .put("mode", "project");
      WsClient first = WsClient.hello(pod, hello(token, "xyz123").put("stable_key", stable));
      first.request(setProject("project_a"));
      WsClient second = WsClient.hello(pod, hello(token, "xyz789").put("stable_key", stable));
      assertThat(second.helloAck().getString("session_id"))
          .isEqualTo(first.helloAck().getString("session_id"));
      assertThat(second.helloAck().getString("session_source")).isEqualTo("stable");
      assertThat(second.request(getProject()).getString("project")).isEqualTo("project_a");

      WsClient elsewhere =
          WsClient.hello(
              pod,
              hello(token, "xyz456")
                  .put("stable_key", stable.copy().put("repo_root", "/home/ann/project_b")));
      assertThat(elsewhere.helloAck().getString("session_id"))
          .isNotEqualTo(first.helloAck().getString("session_id"));
    }
  }

  @Test
  void row_7_the_same_label_of_two_principals_is_two_sessions_and_neither_sees_the_other() {
    try (Fleet fleet = new Fleet()) {
      Client ann = new Client(fleet.token("ann"));
      Client bob = new Client(fleet.token("bob"));
      PodProcess pod = fleet.start();
      JsonObject task = Client.demo(1, 1).put("session_id", "vscode-instance-1");
      String anns = ann.submit(pod, task).getString("task_id");
      Client.Answer unknown = bob.get(pod, "/api/sessions/vscode-instance-1");
      Client.Answer absent = bob.get(pod, "/api/sessions/vscode-instance-9");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.text("code")).isEqualTo("unknown_session");
      assertThat(unknown.text("message")).isEqualTo(absent.text("message"));
      String bobs = bob.submit(pod, task).getString("task_id");
      ann.awaitEnd(pod, anns);
      bob.awaitEnd(pod, bobs);
      assertThat(bob.get(pod, "/api/tasks/" + anns).status()).isEqualTo(404);
      assertThat(bob.get(pod, "/api/tasks/" + anns + "/events").status()).isEqualTo(404);
      assertThat(
              bob.get(pod, "/api/tasks?session_id=vscode-instance-1").body().getJsonArray("tasks"))
          .hasSize(1);
      assertThat(fleet.count("SELECT count(*) FROM session WHERE session_id = 'vscode-instance-1'"))
          .isEqualTo(2);
    }
  }
}
