package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.message.AdmitCall;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskTimeouts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueFramesTest {
  private final Stage stage = Stage.with();
  private final Ws ws = Ws.ready(stage, "ses-1");
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_48_a_question_is_shown_and_answered_as_over_http() {
    String task = submit("go");
    stage.others.queue.ask(task);
    JsonObject listed = ws.call(Ws.op("list_inputs").put("task_id", task));
    assertThat(listed.getJsonArray("inputs"))
        .isEqualTo(ada.get("/api/tasks/" + task + "/inputs").json().getJsonArray("inputs"))
        .hasSize(1);
    JsonObject answered =
        ws.call(
            Ws.op("provide_input")
                .put("task_id", task)
                .put("input_id", "inp_1")
                .put("option", "yes")
                .put("request_id", 7));
    assertThat(answered.getString("op")).isEqualTo("provide_input_res");
    assertThat(answered.getInteger("request_id")).isEqualTo(7);
    assertThat(answered.getString("status")).isEqualTo("running");
    assertCode(Ws.op("provide_input").put("task_id", task).put("text", "late"), "no_open_question");
    assertCode(Ws.op("provide_input").put("task_id", task), "missing_field");
    assertCode(Ws.op("provide_input").put("task_id", "tsk_none").put("text", "x"), "unknown_task");
    assertCode(Ws.op("list_inputs").put("task_id", "tsk_none"), "unknown_task");
  }

  @Test
  void row_48_a_text_for_an_agent_is_sent_as_over_http() {
    String task = submit("go");
    JsonObject sent =
        ws.call(Ws.op("send_message").put("task_id", task).put("text", "hi").put("request_id", 3));
    assertThat(sent.getString("op")).isEqualTo("send_message_res");
    assertThat(sent.getInteger("request_id")).isEqualTo(3);
    assertThat(sent.getString("task_id")).isEqualTo(task);
    Api.Reply posted = ada.post("/api/tasks/" + task + "/messages", "{\"text\":\"hi\"}");
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.json().getString("task_id")).isEqualTo(task);
    assertCode(Ws.op("send_message").put("task_id", "tsk_none").put("text", "x"), "unknown_task");
    assertThat(ada.post("/api/tasks/" + task + "/messages", "{}").code())
        .isEqualTo("missing_field");
    stage.others.registry.refusing.add("ses-1");
    assertCode(Ws.op("send_message").put("task_id", task).put("text", "x"), "tool_not_allowed");
  }

  @Test
  void row_63_a_queue_is_read_and_changed_as_over_http() {
    String a = submit("a");
    String b = submit("b");
    JsonObject changed = ws.call(change("reorder").put("tasks", new JsonArray(List.of(b, a))));
    assertThat(changed.getString("op")).isEqualTo("change_queue_res");
    assertThat(ids(changed)).containsExactly(b, a);
    assertThat(ids(ws.call(Ws.op("get_queue")))).containsExactly(b, a);
    assertThat(ws.call(change("hold")).getBoolean("held")).isTrue();
    assertThat(ada.get("/api/sessions/ses-1/queue").json().getBoolean("held")).isTrue();
    assertCode(change("pause").put("task_id", "tsk_none"), "unknown_task");
    assertCode(change("hold").put("interrupt", true), "invalid_field");
  }

  @Test
  void a_queue_of_another_session_is_meant_where_it_is_named() {
    ada.post("/api/tasks", "{\"task\":\"x\",\"session_id\":\"ses-2\"}");
    assertThat(ws.call(change("hold").put("session_id", "ses-2")).getBoolean("held")).isTrue();
    assertThat(ws.call(Ws.op("get_queue")).getBoolean("held")).isFalse();
    assertThat(ws.call(Ws.op("get_queue").put("session_id", "ses-2")).getBoolean("held")).isTrue();
    assertCode(Ws.op("get_queue").put("session_id", "ses-9"), "unknown_session");
    assertCode(change("hold").put("session_id", "ses-9"), "unknown_session");
  }

  @Test
  void row_26_what_changes_something_is_refused_where_the_mode_forbids_it() {
    String task = submit("go");
    stage.others.queue.ask(task);
    ada.post("/api/tasks", "{\"task\":\"x\",\"session_id\":\"ses-2\"}");
    stage.others.registry.refusing.add("ses-2");
    assertCode(change("hold").put("session_id", "ses-2"), "tool_not_allowed");
    stage.others.registry.refusing.clear();
    stage.others.registry.refusing.add("ses-1");
    stage.others.registry.admissions.clear();
    assertCode(Ws.op("provide_input").put("task_id", task).put("text", "x"), "tool_not_allowed");
    assertCode(change("hold"), "tool_not_allowed");
    assertCode(change("hold").put("session_id", "ses-2"), "tool_not_allowed");
    assertThat(stage.others.registry.admissions)
        .extracting(AdmitCall::tool)
        .containsExactly(
            SessionTool.ANSWER_INPUT, SessionTool.CHANGE_QUEUE, SessionTool.CHANGE_QUEUE);
    assertThat(stage.others.asked).noneMatch(AnswerInput.class::isInstance);
    assertThat(ws.call(Ws.op("list_inputs").put("task_id", task)).getBoolean("ok")).isTrue();
    assertThat(ws.call(Ws.op("get_queue")).getBoolean("held")).isFalse();
  }

  @Test
  void row_63_row_66_options_of_a_submission_reach_the_queue() {
    ws.call(
        Ws.op("submit_task")
            .put("task", "x")
            .put("on_busy", "interrupt")
            .put("delay_ms", 5)
            .put("timeouts", new JsonObject().put("stall_ms", 9)));
    SubmitTask wanted =
        stage.others.asked.stream()
            .filter(SubmitTask.class::isInstance)
            .map(SubmitTask.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(wanted.session().id()).isEqualTo("ses-1");
    assertThat(wanted.place()).isEqualTo(new TaskPlace(OnBusy.INTERRUPT, 5));
    assertThat(wanted.timeouts()).isEqualTo(new TaskTimeouts(null, null, 9));
  }

  private void assertCode(JsonObject frame, String code) {
    ws.sendRaw(frame.encode());
    assertThat(ws.next().getString("code")).as(frame.encode()).isEqualTo(code);
  }

  private String submit(String task) {
    return ws.call(Ws.op("submit_task").put("task", task)).getString("task_id");
  }

  private static JsonObject change(String act) {
    return Ws.op("change_queue").put("act", act);
  }

  private static List<String> ids(JsonObject queue) {
    return queue.getJsonArray("tasks").stream()
        .map(each -> ((JsonObject) each).getString("task_id"))
        .toList();
  }
}
