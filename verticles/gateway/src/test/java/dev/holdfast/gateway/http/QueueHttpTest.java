package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Api.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueHttpTest {
  private static final String QUEUE = "/api/sessions/window-1/queue";

  private final Stage stage = Stage.with();
  private final Api ada = new Api(stage.port(), Others.ADA_TOKEN);
  private final Api bob = new Api(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_63_a_queue_is_read_in_its_order() {
    String first = submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    String second = submit("{\"task\":\"b\",\"session_id\":\"window-1\"}");
    stage.others.tasks.become(first, TaskStatus.RUNNING, null, 0);
    JsonObject queue = ada.get(QUEUE).json();
    assertThat(queue.getBoolean("held")).isFalse();
    assertThat(queue.getBoolean("more")).isFalse();
    assertThat(ids(queue)).containsExactly(first, second);
    JsonObject head = queue.getJsonArray("tasks").getJsonObject(0);
    assertThat(head.getString("status")).isEqualTo("running");
    assertThat(head.getBoolean("held")).isFalse();
    assertThat(head.getValue("not_before")).isNull();
  }

  @Test
  void row_63_a_change_answers_with_the_queue_as_it_is_then() {
    String a = submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    String b = submit("{\"task\":\"b\",\"session_id\":\"window-1\"}");
    assertThat(change("hold").json().getBoolean("held")).isTrue();
    assertThat(change("release").json().getBoolean("held")).isFalse();
    assertThat(ids(change("reorder", "tasks", new JsonArray(List.of(b, a))).json()))
        .containsExactly(b, a);
    assertThat(held(change("hold_task", "task_id", a).json())).containsExactly(false, true);
    assertThat(held(change("release_task", "task_id", a).json())).containsExactly(false, false);
    assertThat(ids(change("send_now", "task_id", a).json())).containsExactly(a, b);
  }

  @Test
  void row_48_each_act_is_told_on_as_what_it_is() {
    submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    String task = submit("{\"task\":\"b\",\"session_id\":\"window-1\"}");
    change("pause", "task_id", task);
    change("send_now", "task_id", task);
    ada.post(
        QUEUE,
        new JsonObject()
            .put("act", "send_now")
            .put("task_id", task)
            .put("interrupt", true)
            .encode());
    assertThat(
            stage.others.asked.stream()
                .filter(ChangeQueue.class::isInstance)
                .map(each -> ((ChangeQueue) each).change()))
        .containsExactly(
            new QueueChange.Pause(task),
            new QueueChange.SendNow(task, false),
            new QueueChange.SendNow(task, true));
  }

  @Test
  void a_member_that_does_not_go_with_the_act_is_refused_by_its_name() {
    submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    assertRefused("{}", "missing_field", "act is required");
    assertRefused("{\"act\":\"stop\"}", "invalid_field", "act must be one of hold, release");
    assertRefused(
        "{\"act\":\"hold\",\"task_id\":\"t\"}", "invalid_field", "task_id does not go with act");
    assertRefused(
        "{\"act\":\"pause\",\"task_id\":\"t\",\"interrupt\":true}",
        "invalid_field",
        "interrupt does not go with act pause");
    assertRefused(
        "{\"act\":\"send_now\",\"task_id\":\"t\",\"tasks\":[\"t\"]}",
        "invalid_field",
        "tasks does not go with act send_now");
    assertRefused("{\"act\":\"hold_task\"}", "missing_field", "task_id is required");
    assertRefused("{\"act\":\"reorder\"}", "missing_field", "tasks is required");
    assertRefused("{\"act\":\"reorder\",\"tasks\":[]}", "invalid_field", "tasks must name");
    assertRefused("{\"act\":\"reorder\",\"tasks\":[1]}", "invalid_field", "tasks must be strings");
    assertRefused(
        new JsonObject()
            .put("act", "reorder")
            .put("tasks", new JsonArray(Collections.nCopies(1_001, "t")))
            .encode(),
        "invalid_field",
        "tasks must have at most 1000 items");
    assertThat(stage.others.asked).noneMatch(ChangeQueue.class::isInstance);
  }

  @Test
  void a_task_that_started_or_is_not_there_is_not_moved() {
    String task = submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    stage.others.tasks.become(task, TaskStatus.RUNNING, null, 0);
    Reply started = change("send_now", "task_id", task);
    assertThat(started.status()).isEqualTo(409);
    assertThat(started.code()).isEqualTo("task_started");
    Reply unknown = change("pause", "task_id", "tsk_none");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("unknown_task");
  }

  @Test
  void row_7_a_foreign_queue_is_answered_like_one_of_an_unknown_session() {
    submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    for (Reply reply :
        List.of(
            bob.get(QUEUE),
            bob.post(QUEUE, "{\"act\":\"hold\"}"),
            ada.get("/api/sessions/window-9/queue"),
            ada.post("/api/sessions/window-9/queue", "{\"act\":\"hold\"}"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_session");
    }
    assertThat(ada.get(QUEUE).json().getBoolean("held")).isFalse();
  }

  @Test
  void row_26_a_session_whose_mode_forbids_it_has_its_queue_left_alone() {
    submit("{\"task\":\"a\",\"session_id\":\"window-1\"}");
    stage.others.registry.admissions.clear();
    stage.others.registry.refusing.add("window-1");
    Reply refused = change("hold");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("tool_not_allowed");
    assertThat(Others.next(stage.others.registry.admissions).tool())
        .isEqualTo(SessionTool.CHANGE_QUEUE);
    assertThat(ada.get(QUEUE).json().getBoolean("held")).isFalse();
  }

  @Test
  void row_63_row_66_options_of_a_submission_reach_the_queue() {
    submit(
        "{\"task\":\"a\",\"on_busy\":\"rollback\",\"delay_ms\":604800000,"
            + "\"timeouts\":{\"queue_ms\":1,\"run_ms\":604800000}}");
    SubmitTask wanted = submitted();
    assertThat(wanted.place()).isEqualTo(new TaskPlace(OnBusy.ROLLBACK, 604_800_000));
    assertThat(wanted.timeouts()).isEqualTo(new TaskTimeouts(1, 604_800_000, null));
    stage.others.asked.clear();
    submit("{\"task\":\"a\",\"on_busy\":null,\"timeouts\":{}}");
    assertThat(submitted().place()).isEqualTo(TaskPlace.LAST);
    assertThat(submitted().timeouts()).isEqualTo(TaskTimeouts.CONFIGURED);
  }

  @Test
  void row_66_options_of_a_submission_are_held_to_their_limits() {
    for (String option :
        List.of(
            "\"on_busy\":\"wait\"",
            "\"delay_ms\":-1",
            "\"delay_ms\":604800001",
            "\"delay_ms\":1.5",
            "\"timeouts\":5",
            "\"timeouts\":{\"run_ms\":0}",
            "\"timeouts\":{\"queue_ms\":604800001}",
            "\"timeouts\":{\"stall_ms\":\"1\"}")) {
      Reply reply = ada.post("/api/tasks", "{\"task\":\"a\"," + option + "}");
      assertThat(reply.status()).as(option).isEqualTo(400);
      assertThat(reply.code()).as(option).isEqualTo("invalid_field");
    }
    Reply misspelt = ada.post("/api/tasks", "{\"task\":\"a\",\"timeouts\":{\"runs_ms\":5}}");
    assertThat(misspelt.json().getString("message")).contains("timeouts.", "did you mean run_ms?");
  }

  @Test
  void row_63_a_busy_session_refuses_whoever_does_not_want_to_wait() {
    stage.others.failing(
        Addresses.SUBMIT_TASK, new Fault(ErrorCode.SESSION_BUSY, ErrorCode.SESSION_BUSY.meaning()));
    Reply busy = ada.post("/api/tasks", "{\"task\":\"a\",\"on_busy\":\"reject\"}");
    assertThat(busy.status()).isEqualTo(409);
    assertThat(busy.code()).isEqualTo("session_busy");
    assertThat(submitted().place().onBusy()).isEqualTo(OnBusy.REJECT);
  }

  private void assertRefused(String body, String code, String message) {
    Reply reply = ada.post(QUEUE, body);
    assertThat(reply.status()).as(body).isEqualTo(400);
    assertThat(reply.code()).as(body).isEqualTo(code);
    assertThat(reply.json().getString("message")).as(body).startsWith(message);
  }

  private Reply change(String act) {
    return ada.post(QUEUE, new JsonObject().put("act", act).encode());
  }

  private Reply change(String act, String member, Object value) {
    return ada.post(QUEUE, new JsonObject().put("act", act).put(member, value).encode());
  }

  private String submit(String body) {
    return ada.post("/api/tasks", body).json().getString("task_id");
  }

  private SubmitTask submitted() {
    return stage.others.asked.stream()
        .filter(SubmitTask.class::isInstance)
        .map(SubmitTask.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(JsonObject queue) {
    return places(queue).stream().map(each -> each.getString("task_id")).toList();
  }

  private static List<Boolean> held(JsonObject queue) {
    return places(queue).stream().map(each -> each.getBoolean("held")).toList();
  }

  private static List<JsonObject> places(JsonObject queue) {
    return queue.getJsonArray("tasks").stream().map(JsonObject.class::cast).toList();
  }
}
