package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Flood;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Sse;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  @Test
  void row_58_a_stream_begins_with_headers_and_a_retry_time_and_then_the_events() {
    try (Stage stage = Stage.with()) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        assertThat(sse.statusLine).isEqualTo("HTTP/1.1 200 OK");
        assertThat(sse.headers)
            .containsEntry("Content-Type", "text/event-stream")
            .containsEntry("Cache-Control", "no-store")
            .containsEntry("X-Accel-Buffering", "no")
            .containsKey("X-Request-Id");
        assertThat(next(sse).fields()).isEqualTo(Map.of("retry", "1000", "", "holdfast"));
        Watch watch = Others.next(stage.others.broadcast.watches);
        assertThat(watch.after()).isZero();
        assertThat(watch.taskId()).isNull();
        stage.others.broadcast.deliver(
            watch, progress(1, "tsk_1"), progress(2, "tsk_1"), progress(3, null));
        for (int seq = 1; seq <= 3; seq++) {
          Sse.Block block = next(sse);
          assertThat(block.id()).isEqualTo("" + seq);
          assertThat(block.event()).isEqualTo("task.progress");
          assertThat(block.fields().keySet()).containsExactlyInAnyOrder("id", "event", "data");
          assertThat(block.data().getInteger("seq")).isEqualTo(seq);
          assertThat(block.data().getString("session_id")).isEqualTo("window-1");
          Schemas.requireApi(
              block.data(), new JsonObject().put("$ref", "#/components/schemas/Event"));
        }
      }
    }
  }

  @Test
  void row_59_the_position_is_the_last_event_id_and_else_the_query() {
    try (Stage stage = Stage.with()) {
      session(stage);
      assertPosition(stage, "/api/sessions/window-1/events?after=5", 5);
      assertPosition(stage, "/api/sessions/window-1/events?after=5", 7, "Last-Event-ID", "7");
      assertPosition(stage, "/api/sse?session_id=window-1", 9, "Last-Event-ID", "9");
      Api ada = new Api(stage.port(), Others.ADA_TOKEN);
      for (String bad : new String[] {"-1", "x", "1.5", "99999999999999999999", ""}) {
        assertThat(ada.get("/api/sessions/window-1/events?after=" + bad).code())
            .as(bad)
            .isEqualTo("bad_request");
      }
      assertThat(ada.get("/api/sse?session_id=window-1", "Last-Event-ID", "x").code())
          .isEqualTo("bad_request");
      assertThat(ada.get("/api/sse").code()).isEqualTo("bad_request");
      assertThat(ada.get("/api/sse?session_id=window-1&lastEventId=4").code())
          .isEqualTo("bad_request");
    }
  }

  @Test
  void row_57_a_foreign_stream_is_refused_like_an_unknown_one() {
    try (Stage stage = Stage.with()) {
      session(stage);
      Api bob = new Api(stage.port(), Others.BOB_TOKEN);
      assertThat(bob.get("/api/sessions/window-1/events").code()).isEqualTo("unknown_session");
      assertThat(bob.get("/api/sse?session_id=window-9").code()).isEqualTo("unknown_session");
      assertThat(bob.get("/api/tasks/tsk_1/events").code()).isEqualTo("unknown_task");
      assertThat(new Api(stage.port(), null).get("/api/sessions/window-1/events").status())
          .isEqualTo(401);
      assertThat(stage.others.broadcast.watches).isEmpty();
    }
  }

  @Test
  void row_54_a_task_stream_ends_after_the_terminal_event_with_a_marker() {
    try (Stage stage = Stage.with()) {
      String task = task(stage);
      try (Sse sse = open(stage, "/api/tasks/" + task + "/events")) {
        next(sse);
        Watch watch = Others.next(stage.others.broadcast.watches);
        assertThat(watch.taskId()).isEqualTo(task);
        stage.others.broadcast.deliver(watch, progress(4, task));
        stage.others.broadcast.deliver(
            watch, Stage.event(9, EventType.TASK_COMPLETED, task, "{}"), progress(10, null));
        assertThat(next(sse).id()).isEqualTo("4");
        assertThat(next(sse).event()).isEqualTo("task.completed");
        next(sse);
        Sse.Block end = next(sse);
        assertThat(end.event()).isEqualTo("end");
        assertThat(end.id()).isNull();
        assertThat(end.data())
            .isEqualTo(
                new JsonObject().put("reason", "task_finished").put("task_id", task).put("seq", 9));
        assertThat(sse.next()).isNull();
        assertThat(Others.next(stage.others.broadcast.unwatches).watcher())
            .isEqualTo(watch.watcher());
      }
    }
  }

  @Test
  void row_37_a_finished_task_is_replayed_and_ended_and_beyond_its_end_only_ended() {
    try (Stage stage = Stage.with()) {
      String task = task(stage);
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{}", 9);
      try (Sse sse = open(stage, "/api/tasks/" + task + "/events?after=9")) {
        next(sse);
        assertThat(next(sse).event()).isEqualTo("end");
        assertThat(sse.next()).isNull();
        assertThat(stage.others.broadcast.watches).isEmpty();
      }
      stage.others.broadcast.onWatch =
          watch ->
              stage.others.broadcast.deliver(
                  watch, Stage.event(9, EventType.TASK_COMPLETED, task, "{}"));
      try (Sse sse = open(stage, "/api/tasks/" + task + "/events?after=8")) {
        next(sse);
        assertThat(next(sse).id()).isEqualTo("9");
        assertThat(next(sse).event()).isEqualTo("end");
        assertThat(sse.next()).isNull();
      }
    }
  }

  @Test
  void row_53_an_idle_stream_has_a_heartbeat() {
    try (Stage stage = Stage.with("gateway.heartbeat_ms", "20")) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        sse.any();
        for (int i = 0; i < 3; i++) {
          Sse.Block block = sse.any();
          assertThat(block == null ? Map.of() : block.fields()).isEqualTo(Map.of("", "heartbeat"));
        }
      }
    }
  }

  @Test
  void a_client_that_leaves_is_watched_for_no_more() {
    try (Stage stage = Stage.with()) {
      session(stage);
      Sse sse = open(stage, "/api/sessions/window-1/events");
      next(sse);
      Watch watch = Others.next(stage.others.broadcast.watches);
      sse.close();
      assertThat(Others.next(stage.others.broadcast.unwatches).watcher())
          .isEqualTo(watch.watcher());
    }
  }

  @Test
  void a_watch_that_fails_is_a_problem_and_no_stream() {
    try (Stage stage = Stage.with()) {
      session(stage);
      stage.others.failing(Addresses.WATCH, new Fault(ErrorCode.STORE_UNAVAILABLE, "away"));
      Api ada = new Api(stage.port(), Others.ADA_TOKEN);
      assertThat(ada.get("/api/sessions/window-1/events").status()).isEqualTo(503);
    }
  }

  @Test
  void row_79_a_stopping_gateway_says_when_to_come_back_and_ends_the_stream() {
    try (Stage stage = Stage.with("gateway.goaway_ms_max", "50")) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        next(sse);
        stage.stopGateway();
        Sse.Block block = next(sse);
        assertThat(block.event()).isEqualTo("goaway");
        assertThat(block.data().getInteger("retry_after_ms")).isBetween(0, 50);
        assertThat(block.fields().get("retry"))
            .isEqualTo(block.data().getInteger("retry_after_ms").toString());
        assertThat(sse.next()).isNull();
      }
    }
  }

  @Test
  void row_65_connections_are_counted_and_the_one_too_many_is_refused() {
    try (Stage stage = Stage.with("gateway.connections_max", "1")) {
      session(stage);
      Api ada = new Api(stage.port(), Others.ADA_TOKEN);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        next(sse);
        Api.Reply refused = ada.get("/api/sessions/window-1/events");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
      }
      Others.next(stage.others.broadcast.unwatches);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        assertThat(sse.statusLine).contains("200");
      }
    }
  }

  @Test
  void row_60_a_client_that_does_not_read_pauses_its_watcher_and_is_cut_off() {
    try (Stage stage = Stage.with("gateway.slow_consumer_ms", "200")) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        next(sse);
        Watch watch = Others.next(stage.others.broadcast.watches);
        new Flood(stage, watch).untilUnwatched();
        assertThat(Others.next(stage.others.broadcast.unwatches).watcher())
            .isEqualTo(watch.watcher());
      }
    }
  }

  @Test
  void row_60_the_place_of_a_client_that_never_reads_is_free_again() {
    try (Stage stage =
        Stage.with(
            "gateway.slow_consumer_ms",
            "100",
            "gateway.connections_max",
            "1",
            "gateway.heartbeat_ms",
            "400",
            "gateway.idle_ms",
            "1000")) {
      session(stage);
      try (Sse stuck = open(stage, "/api/sessions/window-1/events")) {
        next(stuck);
        new Flood(stage, Others.next(stage.others.broadcast.watches)).untilUnwatched();
        await()
            .until(() -> {
              try (Sse other = open(stage, "/api/sessions/window-1/events")) {
                return other.statusLine.contains(" 200 ");
              }
            });
      }
    }
  }

  @Test
  void a_client_that_reads_again_is_sent_on() {
    try (Stage stage = Stage.with()) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events")) {
        next(sse);
        Watch watch = Others.next(stage.others.broadcast.watches);
        long last = new Flood(stage, watch).untilPaused();
        for (long seq = 1; seq <= last; seq++) {
          assertThat(next(sse).id()).isEqualTo("" + seq);
        }
        assertThat(Others.next(stage.others.broadcast.flows))
            .isEqualTo(new Flow(watch.watcher(), false));
      }
    }
  }

  @Test
  void row_58_a_stream_that_begins_now_has_a_position_before_the_first_event() {
    try (Stage stage = Stage.with()) {
      session(stage);
      stage.others.broadcast.head = 5;
      try (Sse sse = open(stage, "/api/sessions/window-1/events?after=now&types=task.output")) {
        next(sse);
        assertThat(next(sse).fields()).isEqualTo(Map.of("id", "5"));
        Watch watch = Others.next(stage.others.broadcast.watches);
        assertThat(watch.after()).isEqualTo(Watch.NOW);
        assertThat(watch.types()).containsExactly(EventType.TASK_OUTPUT);
      }
    }
  }

  @Test
  void row_60_what_was_trimmed_is_told_as_a_gap_whose_id_is_its_end() {
    try (Stage stage = Stage.with()) {
      session(stage);
      try (Sse sse = open(stage, "/api/sessions/window-1/events", "Last-Event-ID", "2")) {
        next(sse);
        Watch watch = Others.next(stage.others.broadcast.watches);
        stage.others.broadcast.deliver(watch, new Gap(3, 8), progress(9, "tsk_1"));
        Sse.Block gap = next(sse);
        assertThat(gap.event()).isEqualTo("gap");
        assertThat(gap.id()).isEqualTo("8");
        assertThat(gap.data())
            .isEqualTo(new JsonObject().put("from", 3).put("to", 8).put("reason", "trimmed"));
        assertThat(next(sse).id()).isEqualTo("9");
      }
    }
  }

  @Test
  void a_stream_of_so_many_events_ends_with_a_marker() {
    try (Stage stage = Stage.with()) {
      session(stage);
      try (Sse sse =
          open(
              stage, "/api/sessions/window-1/events?max_events=3", "Accept", "text/event-stream")) {
        next(sse);
        Watch watch = Others.next(stage.others.broadcast.watches);
        stage.others.broadcast.deliver(watch, progress(1, "tsk_1"));
        stage.others.broadcast.deliver(
            watch, progress(2, "tsk_1"), progress(3, "tsk_1"), progress(4, "tsk_1"));
        assertThat(List.of(next(sse).id(), next(sse).id(), next(sse).id()))
            .isEqualTo(List.of("1", "2", "3"));
        assertThat(next(sse).data())
            .isEqualTo(new JsonObject().put("reason", "max_events").put("seq", 3));
        assertThat(sse.next()).isNull();
      }
    }
  }

  private static void assertPosition(Stage stage, String path, long after, String... headers) {
    try (Sse sse = open(stage, path, headers)) {
      assertThat(sse.statusLine).contains("200");
      assertThat(Others.next(stage.others.broadcast.watches).after()).isEqualTo(after);
    }
  }

  private static Sse open(Stage stage, String path, String... headers) {
    return new Sse(stage.port(), Others.ADA_TOKEN, path, headers);
  }

  private static Sse.Block next(Sse sse) {
    return Objects.requireNonNull(sse.next());
  }

  private static void session(Stage stage) {
    new Api(stage.port(), Others.ADA_TOKEN).post("/api/sessions", "{\"session_id\":\"window-1\"}");
  }

  private static String task(Stage stage) {
    return new Api(stage.port(), Others.ADA_TOKEN)
        .post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}")
        .json()
        .getString("task_id");
  }

  private static Event progress(long seq, @Nullable String taskId) {
    return Stage.event(seq, EventType.TASK_PROGRESS, taskId, "{\"tokens_used\":1}");
  }
}
