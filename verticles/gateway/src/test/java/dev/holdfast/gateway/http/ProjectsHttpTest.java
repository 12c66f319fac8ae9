package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.RegisterStandIn;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.ArchiveProject;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.DescribeProject;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.ReadEntries;
import dev.holdfast.shared.message.RegisterProject;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.SessionTool;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectsHttpTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final String NOW = "2026-01-02T03:04:05.000006Z";

  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final Bus bus = new Bus(stage.vertx, 5_000);
  private final BlockingQueue<Record> asked = new RegisterStandIn(bus).asked;

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_25_a_project_is_registered_listed_read_and_changed() {
    Reply made =
        ada.post("/api/projects", "{\"project\":\"shop\",\"title\":\"T\",\"tags\":[\"x\"]}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("status")).isEqualTo("active");
    assertThat(Others.next(asked)).isEqualTo(new RegisterProject(ADA, "shop", "T", List.of("x")));

    Reply page = ada.get("/api/projects?status=paused&tag=x&q=sh&limit=1&before=9");
    assertThat(page.json().getLong("next")).isEqualTo(7);
    assertThat(Others.next(asked))
        .isEqualTo(new ListProjects(ADA, ProjectStatus.PAUSED, "x", "sh", 9L, 1));

    assertThat(ada.get("/api/projects/a%2Fb%20c").status()).isEqualTo(200);
    assertThat(Others.next(asked)).isEqualTo(new DescribeProject(ADA, "a/b c"));

    ada.send("PATCH", "/api/projects/shop", "{\"tags\":[],\"expected_version\":3}");
    assertThat(Others.next(asked))
        .isEqualTo(new ChangeProject(ADA, "shop", null, List.of(), null, 3L));
    ada.get("/api/projects/shop/audit?limit=2");
    assertThat(Others.next(asked)).isEqualTo(new ListProjectAudit(ADA, "shop", null, 2));
  }

  @Test
  void row_25_nothing_is_archived_without_what_a_dry_run_answered() {
    for (String body : List.of("{}", "{\"dry_run\":true}")) {
      Reply planned = ada.post("/api/projects/shop/archive", body);
      assertThat(planned.json().getBoolean("dry_run")).isTrue();
      assertThat(planned.json().getString("confirm")).isEqualTo("3-abc");
      assertThat(planned.json().getInteger("live_sessions")).isEqualTo(2);
      assertThat(Others.next(asked)).isEqualTo(new ArchiveProject(ADA, "shop", null));
    }
    Reply done = ada.post("/api/projects/shop/archive", "{\"confirm\":\"3-abc\"}");
    assertThat(done.json().getBoolean("dry_run")).isFalse();
    assertThat(done.json().getString("archived_at")).isEqualTo(NOW);
    assertThat(Others.next(asked)).isEqualTo(new ArchiveProject(ADA, "shop", "3-abc"));
    assertThat(ada.post("/api/projects/shop/archive", "{\"dry_run\":false}").code())
        .isEqualTo("missing_field");
    assertThat(
            ada.post("/api/projects/shop/archive", "{\"dry_run\":true,\"confirm\":\"x\"}").code())
        .isEqualTo("invalid_field");
    assertThat(asked).isEmpty();
  }

  @Test
  void row_25_what_is_wrong_is_named() {
    assertThat(ada.post("/api/projects", "{}").code()).isEqualTo("missing_field");
    assertThat(ada.post("/api/projects", "{\"project\":\"p\",\"tags\":5}").code())
        .isEqualTo("invalid_field");
    assertThat(ada.get("/api/projects?status=gone").code()).isEqualTo("bad_request");
    assertThat(ada.get("/api/projects?tag=").code()).isEqualTo("bad_request");
    assertThat(ada.send("PATCH", "/api/projects/shop", "{\"status\":\"gone\"}").code())
        .isEqualTo("invalid_field");
    assertThat(ada.send("PATCH", "/api/projects/shop", "{\"expected_version\":1}").code())
        .isEqualTo("missing_field");
    assertThat(ada.get("/api/projects/%00").code()).isEqualTo("unknown_project");
    assertThat(asked).isEmpty();
  }

  @Test
  void row_23_row_26_a_binding_shows_mode_key_and_generation() {
    ada.post("/api/sessions", "{\"session_id\":\"ses-1\"}");
    String path = "/api/sessions/ses-1/project";
    Reply bound = ada.put(path, "{\"project\":\"shop\",\"repo_root\":\"/r\"}");
    assertThat(bound.json().getString("mode")).isEqualTo("project");
    assertThat(bound.json().getString("project_key")).startsWith("pk_");
    assertThat(bound.json().getString("repo_root")).isEqualTo("/r");
    long generation = bound.json().getLong("generation");
    Reply sentinel = ada.put(path, "{\"mode\":\"sentinel\"}");
    assertThat(sentinel.json().getString("mode")).isEqualTo("sentinel");
    assertThat(sentinel.json().getString("project")).isNull();
    assertThat(sentinel.json().getLong("generation")).isGreaterThan(generation);
    assertThat(ada.get("/api/sessions/ses-1").json().getJsonObject("project").getString("mode"))
        .isEqualTo("sentinel");
    assertThat(ada.put(path, "{}").code()).isEqualTo("missing_field");
    assertThat(ada.put(path, "{\"mode\":\"other\"}").code()).isEqualTo("invalid_field");
    assertThat(ada.put(path, "{\"project\":\"p\",\"project_key\":\"pk_x\"}").code())
        .isEqualTo("unknown_field");
  }

  @Test
  void row_23_a_key_goes_with_calls_inside_a_project() {
    ada.post("/api/sessions", "{\"session_id\":\"ses-1\"}");
    stage.others.failing(
        Addresses.READ_ENTRIES, new Fault(ErrorCode.FORGED_PROJECT_KEY, "not that one"));
    Reply refused = ada.get("/api/sessions/ses-1/entries?project_key=pk_x");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("forged_project_key");
    assertThat(
            stage.others.asked.stream()
                .filter(ReadEntries.class::isInstance)
                .map(each -> String.valueOf(((ReadEntries) each).projectKey())))
        .containsExactly("pk_x");
    assertThat(ada.get("/api/sessions/ses-1/entries?project_key=").code()).isEqualTo("bad_request");

    ada.post("/api/tasks", "{\"task\":\"t\",\"session_id\":\"ses-1\",\"project_key\":\"pk_y\"}");
    AdmitCall call = Others.next(stage.others.registry.admissions);
    assertThat(call.tool()).isEqualTo(SessionTool.SUBMIT_TASK);
    assertThat(call.projectKey()).isEqualTo("pk_y");
  }

  @Test
  void row_26_a_dead_letter_is_not_taken_up_where_the_mode_allows_no_task() {
    String task =
        ada.post("/api/tasks", "{\"task\":\"t\",\"session_id\":\"watcher\"}")
            .json()
            .getString("task_id");
    stage.others.registry.refusing.add("watcher");
    assertThat(ada.post("/api/tasks/" + task + "/requeue", "{}").code())
        .isEqualTo("tool_not_allowed");
    Ws ws = Ws.ready(stage, "other");
    assertThat(ws.call(Ws.op("requeue_task").put("task_id", task)).getString("code"))
        .isEqualTo("tool_not_allowed");
    assertThat(stage.others.asked).noneMatch(RequeueTask.class::isInstance);
  }

  @Test
  void row_26_a_task_that_the_mode_does_not_allow_is_not_queued() {
    stage.others.registry.refusing.add("watcher");
    Reply refused = ada.post("/api/tasks", "{\"task\":\"t\",\"session_id\":\"watcher\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("tool_not_allowed");
    assertThat(ada.get("/api/tasks?session_id=watcher").json().getJsonArray("tasks")).isEmpty();
  }
}
