package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Flood;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.Flow;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final Stage stage = Stage.with("gateway.subscriptions_max", "2");
  private final Ws ws = Ws.ready(stage, "window-1");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void row_58_a_subscription_is_answered_and_then_the_events_come_in_order() {
    stage.others.broadcast.head = 3;
    JsonObject res = ws.call(Ws.op("subscribe").put("after", 1).put("request_id", "s"));
    assertThat(res.getString("op")).isEqualTo("subscribe_res");
    assertThat(res.getInteger("subscription")).isEqualTo(1);
    assertThat(res.getString("session_id")).isEqualTo("window-1");
    assertThat(res.getInteger("after")).isEqualTo(1);
    assertThat(res.getInteger("last_seq")).isEqualTo(3);
    Watch watch = watch();
    assertThat(watch.after()).isEqualTo(1);
    stage.others.broadcast.deliver(watch, event(2, null), event(3, null));
    stage.others.broadcast.deliver(watch, event(4, null));
    for (int seq = 2; seq <= 4; seq++) {
      JsonObject event = ws.next();
      assertThat(event.getString("op")).isEqualTo("event");
      assertThat(event.getInteger("seq")).isEqualTo(seq);
      assertThat(event.getString("session_id")).isEqualTo("window-1");
      assertThat(event.getJsonObject("data").getInteger("n")).isEqualTo(1);
    }
  }

  @Test
  void row_58_a_subscription_may_begin_now_and_want_some_types_alone() {
    stage.others.broadcast.head = 6;
    JsonObject res =
        ws.call(
            Ws.op("subscribe")
                .put("after", "now")
                .put("types", List.of("task.output", "session.*")));
    assertThat(res.getInteger("after")).isEqualTo(6);
    Watch watch = watch();
    assertThat(watch.after()).isEqualTo(Watch.NOW);
    assertThat(watch.types())
        .containsExactlyInAnyOrder(
            EventType.TASK_OUTPUT,
            EventType.SESSION_FORKED,
            EventType.SESSION_SUMMARY,
            EventType.SESSION_ROLLED);
    for (Object bad : List.of("later", -1, 1.5)) {
      ws.sendRaw(Ws.op("subscribe").put("after", bad).encode());
      assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
    }
    for (Object bad : List.of(List.of(), List.of("task.x"), "task.output")) {
      ws.sendRaw(Ws.op("subscribe").put("types", bad).encode());
      assertThat(ws.next().getString("code")).isEqualTo("invalid_field");
    }
  }

  @Test
  void row_60_what_was_trimmed_is_told_as_a_gap_in_its_place() {
    ws.call(Ws.op("subscribe"));
    stage.others.broadcast.deliver(watch(), new Gap(1, 8), event(9, null));
    assertThat(ws.next())
        .isEqualTo(
            Ws.op("gap")
                .put("session_id", "window-1")
                .putNull("task_id")
                .put("from", 1)
                .put("to", 8)
                .put("reason", "trimmed"));
    assertThat(ws.next().getInteger("seq")).isEqualTo(9);
  }

  @Test
  void events_that_overtake_the_answer_stand_after_it() {
    stage.others.broadcast.onWatch =
        watch -> {
          stage.others.broadcast.deliver(watch, event(1, null), event(2, null));
          stage.others.broadcast.deliver(watch, event(3, null));
        };
    ws.send(Ws.op("subscribe"));
    assertThat(ws.next().getString("op")).isEqualTo("subscribe_res");
    for (int seq = 1; seq <= 3; seq++) {
      assertThat(ws.next().getInteger("seq")).isEqualTo(seq);
    }
  }

  @Test
  void row_55_one_delivery_reaches_every_connection_of_the_session() {
    Ws other = Ws.ready(stage, "window-1");
    ws.call(Ws.op("subscribe"));
    other.call(Ws.op("subscribe"));
    List<Watch> both = List.of(watch(), watch());
    stage.others.broadcast.deliver(both, List.of(event(1, null)));
    assertThat(ws.next()).isEqualTo(other.next());
  }

  @Test
  void row_54_a_tasks_subscription_ends_with_a_marker() {
    String task = task();
    JsonObject res = ws.call(Ws.op("subscribe").put("task_id", task));
    assertThat(res.getString("task_id")).isEqualTo(task);
    Watch watch = watch();
    assertThat(watch.taskId()).isEqualTo(task);
    stage.others.broadcast.deliver(
        watch, event(2, task), Stage.event(5, EventType.TASK_FAILED, task, "{\"n\":1}"));
    assertThat(ws.next().getInteger("seq")).isEqualTo(2);
    assertThat(ws.next().getString("type")).isEqualTo("task.failed");
    JsonObject end = ws.next();
    assertThat(end.getString("op")).isEqualTo("end");
    assertThat(end.getInteger("subscription")).isEqualTo(1);
    assertThat(end.getInteger("seq")).isEqualTo(5);
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(watch.watcher());
  }

  @Test
  void row_37_a_task_that_had_ended_before_the_position_is_only_ended() {
    String task = task();
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{}", 9);
    ws.send(Ws.op("subscribe").put("task_id", task).put("after", 9));
    assertThat(ws.next().getString("op")).isEqualTo("subscribe_res");
    assertThat(ws.next().getString("op")).isEqualTo("end");
    Others.next(stage.others.broadcast.unwatches);
  }

  @Test
  void another_session_of_the_same_principal_may_be_followed() {
    new Api(stage.port(), Others.ADA_TOKEN).post("/api/sessions", "{\"session_id\":\"window-2\"}");
    JsonObject res = ws.call(Ws.op("subscribe").put("session_id", "window-2"));
    assertThat(res.getString("session_id")).isEqualTo("window-2");
    stage.others.broadcast.deliver(watch(), event(1, null));
    assertThat(ws.next().getString("session_id")).isEqualTo("window-2");
  }

  @Test
  void row_57_an_unknown_or_foreign_session_is_refused_alike() {
    Ws bob = new Ws(stage.vertx, stage.port());
    bob.call(Ws.op("hello").put("token", Others.BOB_TOKEN).put("session_id", "bobs"));
    JsonObject foreign = bob.call(Ws.op("subscribe").put("session_id", "window-1"));
    JsonObject unknown = bob.call(Ws.op("subscribe").put("session_id", "window-9"));
    assertThat(foreign.getString("code")).isEqualTo("unknown_session");
    assertThat(foreign).isEqualTo(unknown);
    String task = task();
    assertThat(
            ws.call(Ws.op("subscribe").put("task_id", task).put("session_id", "window-2"))
                .getString("code"))
        .isEqualTo("unknown_task");
    assertThat(stage.others.broadcast.watches).isEmpty();
  }

  @Test
  void a_second_subscription_to_the_same_thing_replaces_the_first() {
    ws.call(Ws.op("subscribe"));
    Watch first = watch();
    JsonObject again = ws.call(Ws.op("subscribe").put("after", 5));
    assertThat(again.getInteger("subscription")).isEqualTo(2);
    Watch second = watch();
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(first.watcher());
    stage.others.broadcast.deliver(List.of(first, second), List.of(event(6, null)));
    assertThat(ws.next().getInteger("seq")).isEqualTo(6);
    assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void row_65_subscriptions_are_limited_and_replacing_one_is_not_one_more() {
    String task = task();
    ws.call(Ws.op("subscribe"));
    ws.call(Ws.op("subscribe").put("task_id", task));
    JsonObject third = ws.call(Ws.op("subscribe").put("task_id", task()));
    assertThat(third.getString("code")).isEqualTo("too_many_requests");
    assertThat(third.getBoolean("retryable")).isTrue();
    assertThat(ws.call(Ws.op("subscribe")).getInteger("subscription")).isEqualTo(3);
  }

  @Test
  void unsubscribing_ends_one_or_all() {
    ws.call(Ws.op("subscribe"));
    ws.call(Ws.op("subscribe").put("task_id", task()));
    Watch first = watch();
    JsonObject one = ws.call(Ws.op("unsubscribe").put("subscription", 1));
    assertThat(one.getJsonArray("subscriptions")).containsExactly(1);
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(first.watcher());
    JsonObject rest = ws.call(Ws.op("unsubscribe"));
    assertThat(rest.getJsonArray("subscriptions")).containsExactly(2);
    assertThat(ws.call(Ws.op("unsubscribe")).getJsonArray("subscriptions")).isEmpty();
  }

  @Test
  void an_unsubscribe_takes_effect_after_the_subscribe_that_was_sent_before_it() {
    Promise<Void> go = Promise.promise();
    stage.others.answering(Addresses.WATCH, go.future());
    ws.send(Ws.op("subscribe").put("request_id", 1));
    ws.send(Ws.op("unsubscribe").put("request_id", 2));
    ws.call(Ws.op("ping"));
    go.complete();
    assertThat(ws.next().getString("op")).isEqualTo("subscribe_res");
    JsonObject ended = ws.next();
    assertThat(ended.getJsonArray("subscriptions")).containsExactly(1);
    Others.next(stage.others.broadcast.unwatches);
  }

  @Test
  void a_subscription_that_fails_is_told_and_holds_up_none_after_it() {
    stage.others.failing(Addresses.WATCH, new Fault(ErrorCode.STORE_UNAVAILABLE, "away"));
    JsonObject error = ws.call(Ws.op("subscribe").put("request_id", 7));
    assertThat(error.getString("code")).isEqualTo("store_unavailable");
    assertThat(error.getInteger("request_id")).isEqualTo(7);
    stage.others.failing(Addresses.WATCH, null);
    assertThat(ws.call(Ws.op("subscribe")).getString("op")).isEqualTo("subscribe_res");
  }

  @Test
  void row_10_closing_a_connection_ends_its_watches_and_no_others() {
    Ws other = Ws.ready(stage, "window-1");
    ws.call(Ws.op("subscribe"));
    Watch mine = watch();
    other.call(Ws.op("subscribe"));
    Watch theirs = watch();
    ws.close();
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(mine.watcher());
    stage.others.broadcast.deliver(theirs, event(1, null));
    assertThat(other.next().getInteger("seq")).isEqualTo(1);
    assertThat(stage.others.broadcast.unwatches).isEmpty();
  }

  @Test
  void row_60_a_client_that_does_not_read_pauses_its_watcher_and_goes_on_when_it_reads() {
    ws.call(Ws.op("subscribe"));
    Watch watch = watch();
    ws.stopReading();
    long last = new Flood(stage, watch).untilPaused();
    ws.readOn();
    for (long seq = 1; seq <= last; seq++) {
      assertThat(ws.next().getLong("seq")).isEqualTo(seq);
    }
    assertThat(Others.next(stage.others.broadcast.flows))
        .isEqualTo(new Flow(watch.watcher(), false));
  }

  @Test
  void row_60_a_client_that_never_reads_is_closed_4008() {
    try (Stage strict = Stage.with("gateway.slow_consumer_ms", "100")) {
      Ws slow = Ws.ready(strict, "window-1");
      slow.call(Ws.op("subscribe"));
      Watch watch = Others.next(strict.others.broadcast.watches);
      slow.stopReading();
      new Flood(strict, watch).untilUnwatched();
      assertThat(Others.next(strict.others.broadcast.unwatches).watcher())
          .isEqualTo(watch.watcher());
      slow.readOn();
      assertThat(slow.closeCode()).isEqualTo(4008);
    }
  }

  @Test
  void row_79_a_stopping_gateway_sends_its_clients_away() {
    ws.call(Ws.op("subscribe"));
    Watch watch = watch();
    stage.stopGateway();
    JsonObject goaway = ws.next();
    assertThat(goaway.getString("op")).isEqualTo("goaway");
    assertThat(goaway.getInteger("retry_after_ms")).isBetween(0, 5_000);
    assertThat(ws.closeCode()).isEqualTo(1012);
    assertThat(Others.next(stage.others.broadcast.unwatches).watcher()).isEqualTo(watch.watcher());
  }

  private Watch watch() {
    return Others.next(stage.others.broadcast.watches);
  }

  private String task() {
    return ws.call(Ws.op("submit_task").put("task", "go")).getString("task_id");
  }

  private static Event event(long seq, @Nullable String taskId) {
    return Stage.event(seq, EventType.TASK_PROGRESS, taskId, "{\"n\":1}");
  }
}
