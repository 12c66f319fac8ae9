package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.message.SubmitTask;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageFramesTest {
  private final Stage stage = Stage.with();
  private final Ws ws = Ws.ready(stage, "ses-1");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_71_row_72_usage_is_told_as_over_http() {
    String task =
        ws.call(Ws.op("submit_task").put("task", "x").put("request_id", "call-7"))
            .getString("task_id");
    JsonObject ofTask = ws.call(Ws.op("get_task_usage").put("task_id", task));
    assertThat(ofTask.getJsonArray("attempts_shown"))
        .isEqualTo(ada.get("/api/tasks/" + task + "/usage").json().getJsonArray("attempts_shown"));
    assertThat(ws.call(Ws.op("get_usage")).getLong("tokens")).isEqualTo(10);
    assertThat(ws.call(Ws.op("report_usage").put("of", "tenant")).getJsonArray("days")).hasSize(1);
    SubmitTask submitted =
        stage.others.asked.stream()
            .filter(SubmitTask.class::isInstance)
            .map(SubmitTask.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(submitted.correlationId()).isEqualTo("call-7");
  }

  @Test
  void row_73_usage_of_what_is_unknown_is_an_error() {
    assertCode(Ws.op("get_usage").put("session_id", "ses-9"), "unknown_session");
    assertCode(Ws.op("set_budget").put("session_id", "ses-9"), "unknown_session");
    assertCode(Ws.op("get_task_usage").put("task_id", "tsk_none"), "unknown_task");
    assertCode(Ws.op("report_usage").put("from", "yesterday"), "invalid_field");
    assertCode(Ws.op("report_usage").put("of", "all"), "invalid_field");
  }

  @Test
  void a_budget_is_set_where_the_mode_allows_it() {
    JsonObject set = ws.call(Ws.op("set_budget").put("turns", 9));
    assertThat(set.getJsonObject("budget").getLong("turns")).isEqualTo(9);
    assertThat(ws.call(Ws.op("get_usage")).getJsonObject("budget").getLong("turns")).isEqualTo(9);
    stage.others.registry.refusing.add("ses-1");
    assertCode(Ws.op("set_budget").put("turns", 99), "tool_not_allowed");
  }

  private void assertCode(JsonObject frame, String code) {
    ws.sendRaw(frame.encode());
    assertThat(ws.next().getString("code")).as(frame.encode()).isEqualTo(code);
  }
}
