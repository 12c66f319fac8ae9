package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.RegisterStandIn;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.DescribeProject;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.RegisterProject;
import dev.holdfast.shared.message.SessionTool;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
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
    stage.others.registry.refusing.add("window-1");
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
  void row_25_the_register_is_asked_in_frames_as_over_http() {
    BlockingQueue<Record> asked = new RegisterStandIn(new Bus(stage.vertx, 5_000)).asked;
    ws.call(
        Ws.op("register_project").put("project", "shop").put("tags", new JsonArray().add("java")));
    assertThat(((RegisterProject) Others.next(asked)).tags()).containsExactly("java");
    ws.call(Ws.op("describe_project").put("project", "shop"));
    assertThat(((DescribeProject) Others.next(asked)).project()).isEqualTo("shop");
    ws.call(Ws.op("list_projects").put("tag", "java").put("limit", 3));
    assertThat(((ListProjects) Others.next(asked)).limit()).isEqualTo(3);
    ws.call(Ws.op("change_project").put("project", "shop").put("status", "paused"));
    assertThat(((ChangeProject) Others.next(asked)).status()).isEqualTo(ProjectStatus.PAUSED);
    ws.call(Ws.op("archive_project").put("project", "shop"));
    assertThat(((ArchiveProject) Others.next(asked)).confirm()).isNull();
    ws.call(Ws.op("list_project_audit").put("project", "shop"));
    assertThat(((ListProjectAudit) Others.next(asked)).project()).isEqualTo("shop");
    assertThat(ws.call(Ws.op("change_project").put("project", "shop")).getString("code"))
        .isEqualTo("missing_field");
  }

  @Test
  void row_23_a_key_goes_with_a_task() {
    ws.call(Ws.op("submit_task").put("task", "t").put("project_key", "pk_x"));
    AdmitCall call = Others.next(stage.others.registry.admissions);
    assertThat(call.tool()).isEqualTo(SessionTool.SUBMIT_TASK);
    assertThat(call.projectKey()).isEqualTo("pk_x");
  }
}
