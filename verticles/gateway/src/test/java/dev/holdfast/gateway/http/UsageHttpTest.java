package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageHttpTest {
  private static final String SUBMISSION =
      "{\"task\":\"a\",\"session_id\":\"window-1\",\"task_type\":\"review\",\"partial\":\"accept\","
          + "\"budget\":{\"tokens\":1000,\"turns\":3}}";

  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final Api bob = new Api(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_71_row_72_usage_of_a_task_and_of_a_session_is_told() {
    String task = submit();
    JsonObject ofTask = ada.get("/api/tasks/" + task + "/usage").json();
    assertThat(ofTask.getLong("tokens")).isEqualTo(10);
    assertThat(ofTask.getLong("cost_micros")).isEqualTo(7);
    assertThat(ofTask.getJsonArray("attempts_shown")).hasSize(1);
    assertThat(ofTask.getJsonObject("budget").getLong("tokens")).isEqualTo(1_000);
    JsonObject ofSession = ada.get("/api/sessions/window-1/usage").json();
    assertThat(ofSession.getLong("turns")).isEqualTo(5);
    assertThat(ofSession.getLong("context_size")).isEqualTo(10);
    assertThat(ofSession.getJsonObject("budget").getValue("tokens")).isNull();
  }

  @Test
  void row_73_usage_of_what_is_unknown_or_foreign_is_an_error() {
    String task = submit();
    for (Reply reply :
        List.of(
            bob.get("/api/sessions/window-1/usage"),
            ada.get("/api/sessions/window-9/usage"),
            bob.put("/api/sessions/window-1/budget", "{}"),
            ada.put("/api/sessions/window-9/budget", "{}"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_session");
    }
    for (Reply reply :
        List.of(bob.get("/api/tasks/" + task + "/usage"), ada.get("/api/tasks/tsk_none/usage"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_task");
    }
  }

  @Test
  void a_budget_is_put_in_the_place_of_the_former_one() {
    submit();
    String path = "/api/sessions/window-1/budget";
    assertThat(ada.put(path, "{\"tokens\":5}").json().getJsonObject("budget").getLong("tokens"))
        .isEqualTo(5);
    JsonObject budget = ada.put(path, "{\"cost_micros\":0}").json().getJsonObject("budget");
    assertThat(budget.getLong("cost_micros")).isZero();
    assertThat(budget.getValue("tokens")).isNull();
    for (String wrong : List.of("{\"tokens\":-1}", "{\"turns\":1.5}", "{\"turns\":\"1\"}")) {
      assertThat(ada.put(path, wrong).code()).as(wrong).isEqualTo("invalid_field");
    }
    assertThat(ada.put(path, "{\"token\":1}").code()).isEqualTo("unknown_field");
    stage.others.registry.admissions.clear();
    stage.others.registry.refusing.add("window-1");
    assertThat(ada.put(path, "{}").code()).isEqualTo("tool_not_allowed");
    assertThat(Others.next(stage.others.registry.admissions).tool())
        .isEqualTo(SessionTool.SET_BUDGET);
  }

  @Test
  void row_71_a_report_covers_the_days_that_are_asked_for() {
    JsonObject report = ada.get("/api/usage?from=2026-01-01&to=2026-01-31").json();
    assertThat(report.getString("from")).isEqualTo("2026-01-01");
    assertThat(report.getJsonArray("days").getJsonObject(0).getString("agent")).isEqualTo("demo");
    ada.get("/api/usage");
    GetUsage asked = lastAsked();
    assertThat(asked.from()).isEqualTo(asked.to().minusDays(29));
    assertThat(asked.wholeTenant()).isFalse();
    ada.get("/api/usage?to=2026-01-31&of=tenant");
    assertThat(lastAsked().wholeTenant()).isTrue();
    assertThat(lastAsked().from()).isEqualTo(LocalDate.of(2026, 1, 2));
    Reply refused = bob.get("/api/usage?of=tenant");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("forbidden");
    for (String wrong :
        List.of(
            "from=yesterday",
            "from=2026-02-30",
            "to=99999-01-01",
            "of=all",
            "from=2026-01-02&to=2026-01-01",
            "from=2024-01-01&to=2026-01-01")) {
      assertThat(ada.get("/api/usage?" + wrong).code()).as(wrong).isEqualTo("bad_request");
    }
  }

  @Test
  void row_68_row_69_row_76_limits_and_the_request_id_go_with_a_submission() {
    JsonObject task = ada.post("/api/tasks", SUBMISSION, "X-Request-Id", "call-7").json();
    TaskLimits limits = new TaskLimits("review", new Budget(1_000L, null, 3L, null), true);
    assertThat(submitted().limits()).isEqualTo(limits);
    assertThat(submitted().correlationId()).isEqualTo("call-7");
    assertThat(task.getString("task_type")).isEqualTo("review");
    assertThat(task.getString("partial")).isEqualTo("accept");
    assertThat(task.getString("correlation_id")).isEqualTo("call-7");
    assertThat(task.getJsonObject("timings").getValue("queue_ms")).isNull();
    for (String wrong :
        List.of(
            "\"task_type\":\"Re view\"",
            "\"partial\":\"maybe\"",
            "\"budget\":7",
            "\"budget\":{\"tokens\":-1}")) {
      assertThat(ada.post("/api/tasks", "{\"task\":\"a\"," + wrong + "}").code())
          .as(wrong)
          .isEqualTo("invalid_field");
    }
  }

  private String submit() {
    return ada.post("/api/tasks", SUBMISSION).json().getString("task_id");
  }

  private SubmitTask submitted() {
    return stage.others.asked.stream()
        .filter(SubmitTask.class::isInstance)
        .map(SubmitTask.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private GetUsage lastAsked() {
    return stage.others.asked.stream()
        .filter(GetUsage.class::isInstance)
        .map(GetUsage.class::cast)
        .reduce((former, latter) -> latter)
        .orElseThrow();
  }
}
