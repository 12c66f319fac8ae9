package dev.holdfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.EventPage;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LongPollTest {
  private static final String EVENTS = "/api/sessions/window-1/events";
  private static final String WAIT = "&wait_ms=20000";

  @Test
  void row_58_a_plain_read_answers_with_what_is_there_and_where_to_go_on() {
    try (Stage stage = Stage.with()) {
      session(stage);
      stage.others.broadcast.events = List.of(event(1, null), event(2, "tsk_1"), event(3, null));
      JsonObject page = ada(stage).get(EVENTS + "?after=1", "Accept", "application/json").json();
      assertThat(seqs(page)).containsExactly(2L, 3L);
      assertThat(page.getLong("next_after")).isEqualTo(3);
      assertThat(page.getLong("last_seq")).isEqualTo(3);
      assertThat(page.getJsonArray("gaps")).isEmpty();
      assertThat(page.getValue("end")).isNull();
      assertThat(seqs(ada(stage).get("/api/sse?session_id=window-1&max_events=5").json()))
          .containsExactly(1L, 2L, 3L);
      assertThat(stage.others.broadcast.reads)
          .extracting(read -> read.max())
          .containsExactly(200, 5);
      assertThat(stage.others.broadcast.watches).isEmpty();
    }
  }

  @Test
  void a_wait_ends_with_the_first_event_and_gives_no_more_than_was_asked_for() {
    try (Stage stage = Stage.with()) {
      session(stage);
      CompletableFuture<Api.Reply> waiting = later(stage, EVENTS + "?after=0&max_events=2" + WAIT);
      Watch watch = Others.next(stage.others.broadcast.watches);
      assertThat(watch.after()).isZero();
      assertThat(waiting).isNotDone();
      stage.others.broadcast.deliver(watch, event(1, null), event(2, null), event(3, null));
      Api.Reply reply = waiting.join();
      assertThat(seqs(reply.json())).containsExactly(1L, 2L);
      assertThat(reply.json().getLong("next_after")).isEqualTo(2);
      assertThat(reply.json().getLong("last_seq")).isEqualTo(3);
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
      assertThat(Others.next(stage.others.broadcast.unwatches).watcher())
          .isEqualTo(watch.watcher());
    }
  }

  @Test
  void a_wait_in_which_nothing_comes_ends_empty_at_the_same_position() {
    try (Stage stage = Stage.with("gateway.connections_max", "1")) {
      session(stage);
      stage.others.broadcast.head = 7;
      for (int i = 0; i < 3; i++) { // each gives its place back
        JsonObject page = ada(stage).get(EVENTS + "?after=7&wait_ms=20").json();
        assertThat(seqs(page)).isEmpty();
        assertThat(page.getLong("next_after")).isEqualTo(7);
        Others.next(stage.others.broadcast.unwatches);
      }
      assertThat(ada(stage).get(EVENTS + "?after=now&wait_ms=20").json().getLong("next_after"))
          .isEqualTo(7);
    }
  }

  @Test
  void row_65_a_wait_has_a_place_among_the_connections() {
    try (Stage stage = Stage.with("gateway.connections_max", "1")) {
      session(stage);
      CompletableFuture<Api.Reply> waiting = later(stage, EVENTS + "?after=0" + WAIT);
      Watch watch = Others.next(stage.others.broadcast.watches);
      Api.Reply refused = ada(stage).get(EVENTS + "?after=0" + WAIT);
      assertThat(refused.code()).isEqualTo("overloaded");
      assertThat(ada(stage).get(EVENTS + "?max_events=1").status()).isEqualTo(200);
      stage.others.broadcast.deliver(watch, event(1, null));
      assertThat(waiting.join().status()).isEqualTo(200);
    }
  }

  @Test
  void row_79_a_stopping_gateway_answers_at_once_and_says_when_to_come_back() {
    try (Stage stage = Stage.with("gateway.goaway_ms_max", "0")) {
      session(stage);
      CompletableFuture<Api.Reply> waiting = later(stage, EVENTS + "?after=0" + WAIT);
      Others.next(stage.others.broadcast.watches);
      stage.stopGateway();
      assertThat(seqs(waiting.join().json())).isEmpty();
      assertThat(waiting.join().header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void row_54_of_a_task_that_has_ended_the_end_is_told_and_nothing_is_waited_for() {
    try (Stage stage = Stage.with()) {
      String task = task(stage);
      stage.others.broadcast.events =
          List.of(event(1, task), Stage.event(2, EventType.TASK_COMPLETED, task, "{}"));
      String path = "/api/tasks/" + task + "/events";
      JsonObject page = ada(stage).get(path + "?types=task.output" + WAIT).json();
      assertThat(seqs(page)).containsExactly(2L);
      JsonObject end = new JsonObject().put("reason", "task_finished").put("seq", 2);
      assertThat(page.getJsonObject("end")).isEqualTo(end);
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{}", 2);
      JsonObject past = ada(stage).get(path + "?after=2" + WAIT).json();
      assertThat(seqs(past)).isEmpty();
      assertThat(past.getJsonObject("end")).isEqualTo(end);
      assertThat(stage.others.broadcast.watches).isEmpty();
    }
  }

  @Test
  void row_58_types_are_names_or_beginnings_of_names() {
    try (Stage stage = Stage.with()) {
      session(stage);
      ada(stage).get(EVENTS + "?max_events=1&types=queue.*,task.output");
      assertThat(stage.others.broadcast.reads.element().filter().types())
          .isEqualTo(
              Set.of(
                  EventType.QUEUE_HELD,
                  EventType.QUEUE_RELEASED,
                  EventType.QUEUE_REORDERED,
                  EventType.TASK_OUTPUT));
      for (String bad :
          new String[] {
            "types=",
            "types=,",
            "types=task.x",
            "types=x.*",
            "types=.*",
            "types=*",
            "types=task.cancel*",
            "wait_ms=25001",
            "wait_ms=-1",
            "max_events=0",
            "max_events=1001",
            "on_gap=x",
            "after=later"
          }) {
        assertThat(ada(stage).get(EVENTS + "?" + bad).code()).as(bad).isEqualTo("bad_request");
      }
      assertThat(ada(stage).get(EVENTS + "?wait_ms=1", "Accept", "text/event-stream").code())
          .isEqualTo("bad_request");
    }
  }

  @Test
  void row_61_a_trimmed_history_is_gone_unless_gaps_are_taken() {
    try (Stage stage = Stage.with()) {
      session(stage);
      stage.others.broadcast.page =
          read ->
              new EventPage(
                  List.of(event(9, null), event(12, null)),
                  List.of(new Gap(1, 8), new Gap(10, 11)),
                  12,
                  12,
                  11);
      Api.Reply gone = ada(stage).get(EVENTS + "?max_events=9");
      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.code()).isEqualTo("history_trimmed");
      assertThat(gone.json().getLong("earliest")).isEqualTo(11);
      assertThat(ada(stage).get(EVENTS + "?on_gap=refuse", "Accept", "text/event-stream").code())
          .isEqualTo("history_trimmed");
      JsonObject page = ada(stage).get(EVENTS + "?max_events=9&on_gap=continue").json();
      assertThat(seqs(page)).containsExactly(9L, 12L);
      assertThat(page.getJsonArray("gaps").getJsonObject(0))
          .isEqualTo(new JsonObject().put("from", 1).put("to", 8).put("reason", "trimmed"));

      stage.others.broadcast.page =
          read ->
              new EventPage(
                  List.of(event(9, null), event(12, null)), List.of(new Gap(10, 11)), 12, 12, 11);
      JsonObject before = ada(stage).get(EVENTS + "?after=8&max_events=9").json();
      assertThat(seqs(before)).containsExactly(9L);
      assertThat(before.getLong("next_after")).isEqualTo(9);
      assertThat(before.getJsonArray("gaps")).isEmpty();
    }
  }

  @Test
  void row_57_events_of_others_are_refused_like_unknown_ones() {
    try (Stage stage = Stage.with()) {
      String task = task(stage);
      Api bob = new Api(stage.port(), Others.BOB_TOKEN);
      assertThat(bob.get(EVENTS + "?after=0" + WAIT).code()).isEqualTo("unknown_session");
      assertThat(bob.get("/api/tasks/" + task + "/events?max_events=1").code())
          .isEqualTo("unknown_task");
      assertThat(stage.others.broadcast.reads).isEmpty();
    }
  }

  @Test
  void a_position_past_the_end_is_refused() {
    try (Stage stage = Stage.with()) {
      session(stage);
      assertThat(ada(stage).get(EVENTS + "?after=1&max_events=1").code()).isEqualTo("bad_request");
    }
  }

  private static CompletableFuture<Api.Reply> later(Stage stage, String path) {
    return CompletableFuture.supplyAsync(() -> ada(stage).get(path));
  }

  private static Api ada(Stage stage) {
    return new Api(stage.port(), Others.ADA_TOKEN);
  }

  private static List<Long> seqs(JsonObject page) {
    return page.getJsonArray("events").stream()
        .map(each -> ((JsonObject) each).getLong("seq"))
        .toList();
  }

  private static void session(Stage stage) {
    ada(stage).post("/api/sessions", "{\"session_id\":\"window-1\"}");
  }

  private static String task(Stage stage) {
    return ada(stage)
        .post("/api/tasks", "{\"task\":\"go\",\"session_id\":\"window-1\"}")
        .json()
        .getString("task_id");
  }

  private static Event event(long seq, @Nullable String taskId) {
    return Stage.event(seq, EventType.TASK_PROGRESS, taskId, "{\"tokens_used\":1}");
  }
}
