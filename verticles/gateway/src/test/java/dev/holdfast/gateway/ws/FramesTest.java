package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final Stage stage = Stage.with("gateway.frame_bytes_max", "4096");
  private final Ws ws = Ws.ready(stage, "window-1");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_51_a_task_is_submitted_read_listed_and_cancelled() {
    JsonObject made = ws.call(Ws.op("submit_task").put("task", "go").put("request_id", 1));
    assertThat(made.getString("op")).isEqualTo("submit_task_res");
    assertThat(made.getString("session_id")).isEqualTo("window-1");
    assertThat(made.getInteger("tokens_used")).isZero();
    assertThat(made.getInteger("total_tokens")).isZero();
    assertThat(made.getInteger("current_iteration")).isZero();
    assertThat(made.getInteger("total_iterations")).isZero();
    assertThat(made.getBoolean("replayed")).isFalse();
    String task = made.getString("task_id");
    JsonObject got = ws.call(Ws.op("get_task").put("task_id", task));
    assertThat(got.getString("status")).isEqualTo("queued");
    JsonObject page = ws.call(Ws.op("list_tasks").put("limit", 1).put("status", "queued"));
    assertThat(page.getJsonArray("tasks")).hasSize(1);
    assertThat(page.getValue("next")).isNull();
    JsonObject gone = ws.call(Ws.op("cancel").put("task_id", task));
    assertThat(gone.getString("op")).isEqualTo("cancel_res");
    assertThat(gone.getString("status")).isEqualTo("cancelled");
    assertThat(ws.call(Ws.op("cancel").put("task_id", task)).getString("code"))
        .isEqualTo("task_finished");
  }

  @Test
  void a_list_is_of_the_connections_session_unless_another_is_named() {
    ws.call(Ws.op("submit_task").put("task", "here"));
    ws.call(Ws.op("submit_task").put("task", "there").put("session_id", "window-2"));
    JsonObject here = ws.call(Ws.op("list_tasks"));
    assertThat(here.getJsonArray("tasks")).hasSize(1);
    JsonObject there = ws.call(Ws.op("list_tasks").put("session_id", "window-2"));
    assertThat(there.getJsonArray("tasks").getJsonObject(0).getString("task")).isEqualTo("there");
    assertThat(ws.call(Ws.op("list_tasks").put("session_id", "window-3")).getString("code"))
        .isEqualTo("unknown_session");
    ws.call(Ws.op("list_tasks").put("before", 5).put("status", "failed"));
    ListTasks last =
        new ArrayList<>(stage.others.asked)
            .reversed().stream()
                .filter(ListTasks.class::isInstance)
                .map(ListTasks.class::cast)
                .findFirst()
                .orElseThrow();
    assertThat(last.before()).isEqualTo(5);
    assertThat(last.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(last.limit()).isEqualTo(50);
  }

  @Test
  void refused_frames_give_their_place_back_however_many_there_are() {
    for (int i = 0; i < 200; i++) {
      ws.sendRaw("{\"op\":\"set_project\",\"request_id\":\"bad\"}");
      assertThat(ws.next().getString("code")).isEqualTo("missing_field");
    }
    assertThat(ws.call(Ws.op("ping").put("request_id", "after")).getString("op"))
        .isEqualTo("ping_res");
  }

  @Test
  void row_36_an_idempotency_key_gives_the_same_task_again() {
    JsonObject frame = Ws.op("submit_task").put("task", "go").put("idempotency_key", "k");
    JsonObject first = ws.call(frame);
    JsonObject again = Ws.ready(stage, "window-1").call(frame.put("request_id", "x"));
    assertThat(again.getString("task_id")).isEqualTo(first.getString("task_id"));
    assertThat(again.getBoolean("replayed")).isTrue();
    assertThat(ws.call(frame.copy().put("task", "stop")).getString("code"))
        .isEqualTo("idempotency_conflict");
    assertThat(Ws.ready(stage, "window-2").call(frame).getString("code"))
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void tasks_are_queued_in_the_order_of_their_frames() {
    Promise<Void> resolved = Promise.promise();
    stage.others.answering(Addresses.RESOLVE_SESSION, resolved.future());
    ws.send(Ws.op("submit_task").put("task", "1").put("session_id", "window-2"));
    ws.send(Ws.op("submit_task").put("task", "2"));
    ws.send(Ws.op("submit_task").put("task", "3").put("session_id", "window-2"));
    ws.call(Ws.op("ping"));
    resolved.complete();
    ws.next();
    ws.next();
    ws.next();
    assertThat(
            stage.others.asked.stream()
                .filter(SubmitTask.class::isInstance)
                .map(each -> ((SubmitTask) each).input()))
        .containsExactly("1", "2", "3");
  }

  @Test
  void a_submission_that_fails_holds_up_none_after_it() {
    stage.others.failing(Addresses.RESOLVE_SESSION, new Fault(ErrorCode.OVERLOADED, "busy"));
    JsonObject failed =
        ws.call(
            Ws.op("submit_task").put("task", "1").put("session_id", "w-2").put("request_id", 1));
    assertThat(failed.getString("code")).isEqualTo("overloaded");
    assertThat(failed.getInteger("request_id")).isEqualTo(1);
    assertThat(ws.call(Ws.op("submit_task").put("task", "2")).getString("op"))
        .isEqualTo("submit_task_res");
  }

  @Test
  void row_34_every_reply_and_error_repeats_the_request_id_as_it_was() {
    Set<Object> ids = new HashSet<>();
    List<String> ops =
        List.of(
            "{\"op\":\"ping\"",
            "{\"op\":\"health\"",
            "{\"op\":\"get_project\"",
            "{\"op\":\"nonsense\"",
            "{\"op\":\"get_task\",\"task_id\":\"t\"",
            "{\"op\":\"get_task\"",
            "{\"op\":\"ack\",\"seq\":1",
            "{\"op\":\"unsubscribe\"",
            "{\"op\":\"subscribe\"",
            "{\"op\":\"subscribe\",\"x\":1",
            "{\"no\":1",
            "{\"op\":\"submit_task\",\"task\":\"t\",\"agent\":5");
    for (int i = 0; i < ops.size(); i++) {
      ws.sendRaw(ops.get(i) + ",\"request_id\":" + i + "}");
      assertThat(ws.next().getInteger("request_id")).as(ops.get(i)).isEqualTo(i);
      ws.sendRaw("{\"request_id\":\"r-" + i + "\"," + ops.get(i).substring(1) + "}");
      assertThat(ws.next().getString("request_id")).as(ops.get(i)).isEqualTo("r-" + i);
      ids.add(i);
    }
    assertThat(ids).hasSameSizeAs(ops);
    assertThat(ws.call(Ws.op("ping")).getValue("request_id")).isNull();
  }

  @Test
  void an_ack_is_silent_unless_it_is_marked() {
    ws.send(Ws.op("ack").put("seq", 5));
    assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
    JsonObject marked = ws.call(Ws.op("ack").put("seq", 5).put("request_id", 1));
    assertThat(marked.getString("op")).isEqualTo("ack_res");
  }

  @Test
  void health_names_pod_and_session() {
    JsonObject health = ws.call(Ws.op("health"));
    assertThat(health.getString("pod")).isEqualTo("pod-1");
    assertThat(health.getString("session_id")).isEqualTo("window-1");
  }

  @Test
  void row_22_a_project_is_bound_by_compare_and_set() {
    assertThat(ws.call(Ws.op("get_project")).getString("code")).isEqualTo("project_unbound");
    JsonObject set = Ws.op("set_project").put("project", "one").put("expected_version", 0);
    assertThat(ws.call(set).getInteger("version")).isEqualTo(1);
    assertThat(ws.call(set).getString("code")).isEqualTo("version_conflict");
    assertThat(ws.call(Ws.op("get_project")).getString("project")).isEqualTo("one");
  }

  @Test
  void row_14_the_connections_session_is_ended_once() {
    JsonObject ended =
        ws.call(Ws.op("end_session").put("status", "refreshed").put("reason", "a newer one"));
    assertThat(ended.getString("op")).isEqualTo("end_session_res");
    assertThat(ended.getString("session_id")).isEqualTo("window-1");
    assertThat(ended.getString("end_status")).isEqualTo("refreshed");
    assertThat(ended.getString("end_reason")).isEqualTo("a newer one");
    assertThat(ws.call(Ws.op("end_session")).getString("end_status")).isEqualTo("refreshed");
  }

  @Test
  void a_frame_that_fails_leaves_the_connection_open() {
    for (String text :
        List.of(
            "{",
            "[]",
            "\"x\"",
            "{\"op\":5}",
            "{\"op\":\"ping\",\"op\":\"ping\"}",
            "{}",
            "{\"op\":\"submit_task\"}",
            "{\"op\":\"ping\",\"request_id\":{}}",
            "{\"op\":\"subscribe\",\"after\":-1}",
            "{\"op\":\"subscribe\",\"session_id\":\"x\"}",
            "{\"op\":\"list_tasks\",\"status\":\"done\"}",
            "{\"op\":\"submit_task\",\"task\":\"x\",\"idempotency_key\":\"a b\"}")) {
      ws.sendRaw(text);
      assertThat(ws.next().getString("op")).as(text).isEqualTo("error");
    }
    stage.others.failing(Addresses.GET_TASK, new IllegalStateException("secret"));
    JsonObject bug = ws.call(Ws.op("get_task").put("task_id", "tsk_1"));
    assertThat(bug.getString("code")).isEqualTo("internal");
    assertThat(bug.encode()).doesNotContain("secret");
    assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void an_unknown_op_is_told_the_known_ones() {
    ws.sendRaw("{\"op\":\"teleport\"}");
    JsonObject error = ws.next();
    assertThat(error.getString("code")).isEqualTo("unknown_op");
    assertThat(error.getString("message")).contains("submit_task").contains("subscribe");
  }

  @Test
  void row_7_a_foreign_task_is_like_an_unknown_one() {
    String task = ws.call(Ws.op("submit_task").put("task", "go")).getString("task_id");
    Ws bob = new Ws(stage.vertx, stage.port());
    bob.call(Ws.op("hello").put("token", Others.BOB_TOKEN).put("session_id", "window-1"));
    for (String op : List.of("get_task", "cancel", "subscribe")) {
      JsonObject foreign = bob.call(Ws.op(op).put("task_id", task));
      JsonObject unknown = bob.call(Ws.op(op).put("task_id", "tsk_none"));
      assertThat(foreign.getString("code")).isEqualTo("unknown_task");
      assertThat(foreign).isEqualTo(unknown);
    }
  }

  @Test
  void requests_overlap_up_to_the_limit_and_the_rest_waits_unread() {
    try (Stage small = Stage.with("gateway.requests_in_flight_max", "2")) {
      Ws one = Ws.ready(small, "window-1");
      Promise<Void> go = Promise.promise();
      small.others.answering(Addresses.GET_TASK, go.future());
      small.others.asked.clear();
      for (int i = 0; i < 5; i++) {
        one.send(Ws.op("get_task").put("task_id", "tsk_" + i).put("request_id", i));
      }
      Others.next(small.others.asked);
      Others.next(small.others.asked);
      assertThat(Ws.ready(small, "window-2").call(Ws.op("ping"))).isNotNull();
      assertThat(small.others.asked.toString()).doesNotContain("tsk_2");
      go.complete();
      Set<Integer> answered = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        answered.add(one.next().getInteger("request_id"));
      }
      assertThat(answered).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
  }

  @Test
  void a_binary_message_is_closed_1003() {
    ws.sendBinary(new byte[] {1, 2, 3});
    assertThat(ws.closeCode()).isEqualTo(1003);
  }

  @Test
  void bytes_that_are_not_utf8_are_closed_1007() {
    ws.sendFrame(WebSocketFrame.textFrame("{\"op\":\"ping\",\"request_id\":\"", false));
    ws.sendFrame(
        WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3, '"', '}'}), true));
    assertThat(ws.closeCode()).isEqualTo(1007);
  }

  @Test
  void a_message_in_fragments_is_put_together() {
    ws.sendFrame(WebSocketFrame.textFrame("{\"op\":", false));
    ws.sendFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"pi"), false));
    ws.sendFrame(WebSocketFrame.continuationFrame(Buffer.buffer("ng\"}"), true));
    assertThat(ws.next().getString("op")).isEqualTo("ping_res");
  }

  @Test
  void a_message_may_begin_with_an_empty_fragment() {
    ws.sendFrame(WebSocketFrame.textFrame("", false));
    ws.sendFrame(WebSocketFrame.continuationFrame(Buffer.buffer("{\"op\":\"ping\"}"), true));
    assertThat(ws.next().getString("op")).isEqualTo("ping_res");
  }

  @Test
  void a_frame_or_message_that_is_too_large_is_closed_1009() {
    ws.sendRaw("{\"op\":\"submit_task\",\"task\":\"" + "x".repeat(5_000) + "\"}");
    assertThat(ws.closeCode()).isEqualTo(1009);

    Ws parts = Ws.ready(stage, "window-2");
    parts.sendFrame(WebSocketFrame.textFrame("x".repeat(3_000), false));
    parts.sendFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(3_000)), true));
    assertThat(parts.next().getString("code")).isEqualTo("payload_too_large");
    assertThat(parts.closeCode()).isEqualTo(1009);
  }

  @Test
  void endless_empty_fragments_are_closed_1009() {
    ws.sendFrame(WebSocketFrame.textFrame("", false));
    for (int i = 0; i < 1_100; i++) {
      ws.sendFrame(WebSocketFrame.continuationFrame(Buffer.buffer(), false));
    }
    assertThat(ws.closeCode()).isEqualTo(1009);
  }
}
