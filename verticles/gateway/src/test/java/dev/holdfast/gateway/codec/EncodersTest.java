package dev.holdfast.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskAccount;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodersTest {
  private static final String AT = "2026-01-02T03:04:05.000006Z";

  @Test
  void row_51_the_counters_of_a_task_are_there_from_the_first_and_zero() {
    TaskRecord task =
        new TaskRecord(
            "tsk_1",
            new SessionRef(1, new Principal("t", "p"), "ses-1"),
            "do \"it\"\n",
            "demo",
            null,
            null,
            TaskStatus.QUEUED,
            Progress.NONE,
            0,
            1,
            null,
            AT,
            null,
            null,
            null,
            null,
            null,
            null,
            0,
            TaskAccount.NONE,
            TaskPlan.DEFAULT,
            false,
            null);
    JsonObject json = new JsonObject(JsonOut.object(out -> TaskJson.write(out, task)));
    assertThat(json.getInteger("current_iteration")).isZero();
    assertThat(json.getInteger("total_iterations")).isZero();
    assertThat(json.getInteger("tokens_used")).isZero();
    assertThat(json.getInteger("total_tokens")).isZero();
    assertThat(json.getString("task")).isEqualTo("do \"it\"\n");
    assertThat(json.containsKey("result")).isTrue();
    Schemas.requireApi(json, new JsonObject().put("$ref", "#/components/schemas/Task"));
  }

  @Test
  void an_events_payload_is_spliced_in_and_stays_on_one_line() {
    Event event =
        new Event(7, EventType.TASK_OUTPUT, "tsk_1", AT, "{\n \"text\":\r\n\"a\\nb\", \"n\":1.50}");
    String text = JsonOut.object(out -> EventJson.write(out, "ses-1", event));
    assertThat(text)
        .doesNotContain("\n")
        .doesNotContain("\r")
        .startsWith("{\"seq\":7,\"type\":\"task.output\",\"session_id\":\"ses-1\"")
        .contains("\"n\":1.50");
    assertThat(new JsonObject(text).getJsonObject("data").getString("text")).isEqualTo("a\nb");
    Schemas.requireApi(
        new JsonObject(text), new JsonObject().put("$ref", "#/components/schemas/Event"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void row_81_every_error_has_the_same_envelope(ErrorCode code) {
    Fault fault = new Fault(code, "what \"happened\"");
    JsonObject problem = new JsonObject(ErrorJson.problem(fault, "r-1"));
    Schemas.requireApi(problem, new JsonObject().put("$ref", "#/components/schemas/Problem"));
    JsonObject frame =
        new JsonObject(
            JsonOut.object(out -> {
              out.text("op", "error");
              ErrorJson.write(out, fault, "\"r-1\"");
            }));
    Schemas.requireFrame("server", frame);
    for (String member :
        new String[] {"code", "message", "request_id", "retryable", "retry_after_ms"}) {
      assertThat(problem.getValue(member)).isEqualTo(frame.getValue(member));
    }
    assertThat(problem.getString("detail")).isEqualTo(problem.getString("message"));
    assertThat(problem.containsKey("retry_after_ms")).isEqualTo(code.retryable());
    assertThat(problem.getInteger("status")).isEqualTo(code.httpStatus());
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void an_error_that_closes_may_be_retried_where_its_close_says_connect_again(ErrorCode code) {
    code.close().ifPresent(close -> assertThat(close.reconnect()).isEqualTo(code.retryable()));
  }

  @Test
  void the_error_catalogue_in_the_documentation_is_the_one_in_the_code() {
    assertThat(Schemas.document("errors.md")).isEqualTo(ErrorCatalogue.render());
  }
}
