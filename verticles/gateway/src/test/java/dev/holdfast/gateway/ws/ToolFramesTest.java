package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolFramesTest {
  private final Stage stage =
      Stage.with("gateway.calls_max", "2", "gateway.call_progress_ms", "10000");
  private final Ws ws = Ws.ready(stage, "ses-1");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_33_tools_are_listed_with_their_input_schema_page_by_page_as_over_http() {
    JsonObject first = ws.call(Ws.op("list_tools").put("limit", 1).put("request_id", "a"));
    assertThat(first.getString("request_id")).isEqualTo("a");
    assertThat(first.getString("next")).isEqualTo("count");
    JsonObject second = ws.call(Ws.op("list_tools").put("after", first.getString("next")));
    JsonObject tool = second.getJsonArray("tools").getJsonObject(0);
    assertThat(tool.getString("name")).isEqualTo("web.search");
    assertThat(tool.getJsonObject("input_schema").getJsonArray("required")).containsExactly("q");
    assertThat(second.getValue("next")).isNull();
    assertThat(second.getJsonArray("pending")).containsExactly("slow");
    JsonObject overHttp = ada.get("/api/tools?after=count").json();
    assertThat(overHttp.getJsonArray("tools")).isEqualTo(second.getJsonArray("tools"));
    assertThat(ada.get("/api/tools?limit=0").code()).isEqualTo("bad_request");
  }

  @Test
  void row_34_acknowledgement_progress_and_result_carry_the_callers_request_id() {
    JsonObject ack = ws.call(call(7).put("arguments", new JsonObject().put("b", 1).put("a", 2)));
    assertThat(ack.getString("op")).isEqualTo("call_tool_ack");
    assertThat(ack.getInteger("request_id")).isEqualTo(7);
    assertThat(ack.getString("session_id")).isEqualTo("ses-1");
    assertThat(ack.getBoolean("replayed")).isFalse();
    String task = ack.getString("task_id");
    Watch watch = Others.next(stage.others.broadcast.watches);
    assertThat(watch.taskId()).isEqualTo(task);
    assertThat(watch.after()).isEqualTo(Watch.NOW);
    stage.others.broadcast.deliver(
        watch,
        Stage.event(
            2,
            EventType.TASK_PROGRESS,
            task,
            "{\"status\":\"running\",\"current_iteration\":1,\"total_iterations\":3,"
                + "\"tokens_used\":4,\"total_tokens\":9}"));
    JsonObject progress = ws.next();
    assertThat(progress.getString("op")).isEqualTo("call_tool_progress");
    assertThat(progress.getInteger("request_id")).isEqualTo(7);
    assertThat(progress.getString("status")).isEqualTo("running");
    assertThat(progress.getInteger("total_iterations")).isEqualTo(3);
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"answer\":42}", 3);
    stage.others.broadcast.deliver(watch, Stage.event(3, EventType.TASK_COMPLETED, task, "{}"));
    JsonObject result = ws.next();
    assertThat(result.getString("op")).isEqualTo("call_tool_res");
    assertThat(result.getInteger("request_id")).isEqualTo(7);
    assertThat(result.getBoolean("ok")).isTrue();
    assertThat(result.getJsonObject("result").getInteger("answer")).isEqualTo(42);
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(watch.watcher());
  }

  @Test
  void row_34_errors_carry_the_callers_request_id() {
    assertCode(call("x").put("name", "nothing"), "unknown_tool", "no tool nothing; known: count");
    assertCode(
        call("y").put("arguments", new JsonObject().put("bad", 1)),
        "invalid_arguments",
        "arguments/bad: not allowed");
    stage.others.failing(
        Addresses.SUBMIT_TASK, new Fault(ErrorCode.REQUEST_CONFLICT, "another call"));
    assertCode(call("z"), "request_conflict", "another call");
    stage.others.failing(Addresses.SUBMIT_TASK, new Fault(ErrorCode.QUEUE_FULL, "full"));
    assertCode(call("q"), "queue_full", "full");
  }

  @Test
  void a_failed_call_tells_why() {
    String task = ws.call(call(1)).getString("task_id");
    Watch watch = Others.next(stage.others.broadcast.watches);
    stage.others.tasks.become(task, TaskStatus.FAILED, null, 3);
    stage.others.broadcast.deliver(watch, Stage.event(3, EventType.TASK_FAILED, task, "{}"));
    JsonObject result = ws.next();
    assertThat(result.getBoolean("ok")).isFalse();
    assertThat(result.getValue("result")).isNull();
    assertThat(result.getJsonObject("error").getString("code")).isEqualTo("failed");
  }

  @Test
  void row_37_a_call_that_has_ended_meanwhile_is_answered_from_its_task() {
    String task = ws.call(call(1).put("idempotency_key", "k")).getString("task_id");
    ws.close();
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{}", 3);
    Ws again = Ws.ready(stage, "ses-1");
    JsonObject ack = again.call(call(9).put("idempotency_key", "k"));
    assertThat(ack.getBoolean("replayed")).isTrue();
    assertThat(ack.getString("task_id")).isEqualTo(task);
    JsonObject result = again.next();
    assertThat(result.getString("op")).isEqualTo("call_tool_res");
    assertThat(result.getInteger("request_id")).isEqualTo(9);
  }

  @Test
  void row_37_a_result_comes_also_where_the_task_cannot_be_watched() {
    try (Stage quick = Stage.with("gateway.call_progress_ms", "20")) {
      quick.others.failing(Addresses.WATCH, new Fault(ErrorCode.TOO_MANY_REQUESTS, "watchers"));
      Ws window = Ws.ready(quick, "ses-1");
      String task = window.call(call(1)).getString("task_id");
      quick.others.tasks.become(task, TaskStatus.COMPLETED, "{}", 3);
      JsonObject next = window.next();
      while (next.getString("op").equals("call_tool_progress")) {
        next = window.next();
      }
      assertThat(next.getString("op")).isEqualTo("call_tool_res");
    }
  }

  @Test
  void row_53_a_silent_call_is_told_of_again_and_again() {
    try (Stage quick = Stage.with("gateway.call_progress_ms", "20")) {
      Ws window = Ws.ready(quick, "ses-1");
      window.call(call(1));
      for (int i = 0; i < 3; i++) {
        JsonObject beat = window.next();
        assertThat(beat.getString("op")).isEqualTo("call_tool_progress");
        assertThat(beat.getInteger("request_id")).isEqualTo(1);
        assertThat(beat.getString("status")).isEqualTo("queued");
      }
    }
  }

  @Test
  void row_65_a_connection_waits_for_no_more_calls_than_it_may() {
    ws.call(call(1));
    ws.call(call(2));
    assertCode(
        call(3), "too_many_requests", "a connection may wait for 2 calls (gateway.calls_max)");
  }

  @Test
  void row_38_a_key_stands_for_the_call_of_one_session_only() {
    Ws other = Ws.ready(stage, "ses-2");
    JsonObject keyed = call(1).put("idempotency_key", "k");
    ws.call(keyed);
    JsonObject second = other.call(keyed);
    assertThat(second.getBoolean("replayed")).isFalse();
    assertThat(second.getString("session_id")).isEqualTo("ses-2");
    assertCode(
        call(4).put("idempotency_key", "k").put("arguments", new JsonObject().put("x", 1)),
        "idempotency_conflict",
        "the key was used otherwise");
  }

  @Test
  void row_76_a_call_has_the_correlation_id_of_its_request() {
    ws.call(call("req-7"));
    ada.post("/api/tools/count", "{\"session_id\":\"ses-3\"}", "X-Request-Id", "req-8");
    assertThat(
            stage.others.asked.stream()
                .filter(SubmitTask.class::isInstance)
                .map(each -> ((SubmitTask) each).correlationId()))
        .containsExactly("req-7", "req-8");
  }

  @Test
  void row_26_a_mode_that_forbids_tasks_forbids_calls() {
    stage.others.registry.refusing.add("ses-1");
    assertThat(ws.call(call(1)).getString("code")).isEqualTo("tool_not_allowed");
  }

  @Test
  void a_call_over_http_is_a_task_of_the_session_named() {
    Api.Reply made =
        ada.post(
            "/api/tools/count",
            "{\"session_id\":\"ses-3\",\"arguments\":{\"n\":1},\"timeout_ms\":5000}",
            "Idempotency-Key",
            "one");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("session_id")).isEqualTo("ses-3");
    assertThat(made.json().getString("task")).isEqualTo("{\"n\":1}");
    SubmitTask asked =
        stage.others.asked.stream()
            .filter(each -> each instanceof SubmitTask)
            .map(each -> (SubmitTask) each)
            .findFirst()
            .orElseThrow();
    assertThat(asked.timeouts().runMs()).isEqualTo(5_000);
    assertThat(asked.call()).isNotNull();
    assertThat(ada.post("/api/tools/nothing", "{}").code()).isEqualTo("unknown_tool");
    assertThat(ada.post("/api/tools/count", "{\"arguments\":[]}").code())
        .isEqualTo("invalid_field");
    assertThat(ada.post("/api/tools/count", "{}", "Idempotency-Key", "two").code())
        .isEqualTo("missing_field");
  }

  private static JsonObject call(Object requestId) {
    return Ws.op("call_tool").put("name", "count").put("request_id", requestId);
  }

  private void assertCode(JsonObject frame, String code, String message) {
    JsonObject error = ws.call(frame);
    assertThat(error.getString("code")).isEqualTo(code);
    assertThat(error.getString("message")).isEqualTo(message);
    assertThat(error.getValue("request_id")).isEqualTo(frame.getValue("request_id"));
  }
}
