package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectFramesTest {
  private final Stage stage = Stage.with();
  private final Ws ws = Ws.ready(stage, "window-1");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_23_row_26_a_binding_shows_mode_key_and_generation() {
    JsonObject bound = ws.call(Ws.op("set_project").put("project", "shop").put("repo_root", "/r"));
    assertThat(bound.getString("mode")).isEqualTo("project");
    assertThat(bound.getString("project_key")).startsWith("pk_");
    assertThat(bound.getString("repo_root")).isEqualTo("/r");
    JsonObject sentinel = ws.call(Ws.op("set_project").put("mode", "sentinel"));
    assertThat(sentinel.getString("project_key")).isNull();
    assertThat(sentinel.getLong("generation")).isGreaterThan(bound.getLong("generation"));
    assertThat(ws.call(Ws.op("get_project")).getString("mode")).isEqualTo("sentinel");
  }

  @Test
  void row_26_a_sentinels_connection_submits_and_cancels_nothing_anywhere() {
    String task = ws.call(Ws.op("submit_task").put("task", "t")).getString("task_id");
    stage.others.refusing.add("window-1");
    for (JsonObject frame :
        new JsonObject[] {
          Ws.op("submit_task").put("task", "t"),
          Ws.op("submit_task").put("task", "t").put("session_id", "window-2"),
          Ws.op("cancel").put("task_id", task)
        }) {
      assertThat(ws.call(frame).getString("code")).isEqualTo("tool_not_allowed");
    }
    assertThat(ws.call(Ws.op("get_task").put("task_id", task)).getString("status"))
        .isEqualTo("queued");
    assertThat(ws.call(Ws.op("list_tasks")).getJsonArray("tasks")).hasSize(1);
  }

  @Test
  void row_23_a_key_goes_with_a_task() {
    ws.call(Ws.op("submit_task").put("task", "t").put("project_key", "pk_x"));
    AdmitCall call = Others.next(stage.others.admissions);
    assertThat(call.tool()).isEqualTo(SessionTool.SUBMIT_TASK);
    assertThat(call.projectKey()).isEqualTo("pk_x");
  }
}
