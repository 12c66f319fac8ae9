package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegacyStreamTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String LEGACY = "2025-11-25";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);
  private final Mcp bob = new Mcp(stage.port(), Others.BOB_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_call_of_the_operators_tool_streams_its_progress_and_its_result() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    try (Events stream = calling(session)) {
      assertThat(stream.type).isEqualTo("text/event-stream");
      Events.One priming = next(stream);
      assertThat(priming.data()).isEmpty();
      String task = stage.submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      assertThat(watch.taskId()).isEqualTo(task);
      stage.others.broadcast.deliver(
          watch,
          Stage.progress(5, task, 1),
          Stage.progress(6, task, 1),
          Stage.progress(7, task, 2));
      JsonObject first = next(stream).json().getJsonObject("params");
      assertThat(first.getString("progressToken")).isEqualTo("p");
      assertThat(first.getInteger("progress")).isEqualTo(1);
      assertThat(next(stream).json().getJsonObject("params").getInteger("progress")).isEqualTo(2);
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 8);
      stage.others.broadcast.deliver(watch, completed(8, task));
      JsonObject result = next(stream).json();
      assertThat(result.getInteger("id")).isEqualTo(9);
      assertThat(result.getJsonObject("result").getJsonObject("structuredContent"))
          .isEqualTo(new JsonObject().put("sum", 3));
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  void row_48_a_client_that_can_ask_is_asked_and_its_answer_reaches_the_task() {
    String session = ada.initialize(LEGACY, new JsonObject().put("elicitation", new JsonObject()));
    try (Events stream = calling(session)) {
      next(stream);
      String task = stage.submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.queue.ask(task);
      stage.others.broadcast.deliver(
          watch,
          Stage.event(
              5,
              EventType.TASK_INPUT_REQUESTED,
              task,
              "{\"status\":\"waiting_input\",\"input_id\":\"inp_1\",\"prompt\":\"Go on?\","
                  + "\"options\":[{\"id\":\"yes\",\"label\":\"Go on\"}],\"detail\":null}"));
      JsonObject asked = next(stream).json();
      assertThat(asked.getString("method")).isEqualTo("elicitation/create");
      assertThat(asked.getJsonObject("params").getString("message")).isEqualTo("Go on?");
      assertThat(
              asked
                  .getJsonObject("params")
                  .getJsonObject("requestedSchema")
                  .getJsonObject("properties")
                  .getJsonObject("answer")
                  .getJsonArray("enum"))
          .containsExactly("yes");
      JsonObject answer =
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", asked.getString("id"))
              .put(
                  "result",
                  new JsonObject()
                      .put("action", "accept")
                      .put("content", new JsonObject().put("answer", "yes")));
      String others = bob.initialize(LEGACY, NONE);
      assertThat(bob.send("POST", answer.encode(), "Mcp-Session-Id", others).status())
          .isEqualTo(202);
      assertThat(status(session, task)).isEqualTo("waiting_input");
      Reply refused =
          ada.send(
              "POST",
              answer.encode().replace("yes", "y".repeat(70_000)),
              "Mcp-Session-Id",
              session);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).isEqualTo(-32602);
      assertThat(status(session, task)).isEqualTo("waiting_input");
      assertThat(ada.send("POST", answer.encode(), "Mcp-Session-Id", session).status())
          .isEqualTo(202);
      assertThat(status(session, task)).isEqualTo("running");
    }
  }

  @Test
  void a_stream_that_broke_goes_on_from_the_event_that_arrived_last() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    String last;
    String task;
    try (Events stream = calling(session)) {
      next(stream);
      task = stage.submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.broadcast.deliver(watch, Stage.progress(5, task, 1));
      last = next(stream).id();
    }
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
    String end;
    try (Events rest = ada.stream("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last)) {
      Watch watch = Others.next(stage.others.broadcast.watches);
      assertThat(watch.after()).isEqualTo(5);
      assertThat(next(rest).data()).isEmpty();
      stage.others.broadcast.deliver(watch, Stage.progress(6, task, 2), completed(7, task));
      assertThat(next(rest).json().getJsonObject("params").getInteger("progress")).isEqualTo(2);
      Events.One result = next(rest);
      assertThat(result.json().getInteger("id")).isEqualTo(9);
      end = result.id();
      assertThat(rest.next()).isNull();
    }
    assertThat(ada.send("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", end).status())
        .isEqualTo(405);
    String others = bob.initialize(LEGACY, NONE);
    assertThat(bob.send("GET", null, "Mcp-Session-Id", others, "Last-Event-ID", last).error())
        .isEqualTo(-32600);
    assertThat(bob.send("GET", null, "Mcp-Session-Id", others, "Last-Event-ID", last).status())
        .isEqualTo(400);
    assertThat(ada.send("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", "x").status())
        .isEqualTo(400);
  }

  @Test
  void where_only_the_result_is_left_it_comes_on_a_stream_too() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    String last;
    String task;
    try (Events stream = calling(session)) {
      next(stream);
      task = stage.submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.broadcast.deliver(watch, Stage.progress(5, task, 1));
      last = next(stream).id();
    }
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 6);
    try (Events rest = ada.stream("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last)) {
      stage.others.broadcast.deliver(
          Others.next(stage.others.broadcast.watches), completed(6, task));
      assertThat(next(rest).data()).isEmpty();
      Events.One result = next(rest);
      assertThat(rest.type).isEqualTo("text/event-stream");
      assertThat(result.id()).isNotEmpty();
      assertThat(result.json().getInteger("id")).isEqualTo(9);
      assertThat(rest.next()).isNull();
    }
  }

  @Test
  void a_cancelled_request_cancels_its_task_and_a_disconnect_does_not() {
    String session = ada.initialize(LEGACY, NONE);
    String task;
    try (Events stream = calling(session)) {
      next(stream);
      task = stage.submitted();
    }
    assertThat(cancel(session)).isEqualTo(202);
    assertThat(status(session, task)).isEqualTo("cancelled");
  }

  @Test
  void an_id_that_several_calls_have_cancels_none_of_them() {
    String session = ada.initialize(LEGACY, NONE);
    String first;
    try (Events stream = calling(session)) {
      next(stream);
      first = stage.submitted();
    }
    String other = call(new JsonObject().put("n", 1)).put("id", 9).encode();
    try (Events stream = ada.stream("POST", other, "Mcp-Session-Id", session)) {
      next(stream);
      String second = stage.submitted();
      assertThat(cancel(session)).isEqualTo(202);
      assertThat(List.of(status(session, first), status(session, second)))
          .containsExactly("queued", "queued");
      stage.others.tasks.become(first, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
      assertThat(cancel(session)).isEqualTo(202);
      assertThat(status(session, second)).isEqualTo("cancelled");
    }
  }

  @Test
  void a_request_that_comes_again_gets_its_task_also_when_that_has_ended() {
    String session = ada.initialize(LEGACY, NONE);
    String task;
    try (Events stream = calling(session)) {
      next(stream);
      task = stage.submitted();
    }
    stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
    try (Events again = calling(session)) {
      next(again);
      assertThat(stage.submitted()).isEqualTo(task);
      assertThat(next(again).json().getJsonObject("result").getJsonObject("structuredContent"))
          .isEqualTo(new JsonObject().put("sum", 3));
    }
    for (JsonObject other :
        List.of(
            call(new JsonObject().put("n", 1)).put("id", 9), // another call under the same id
            call(NONE).put("id", 10))) {
      try (Events stream = ada.stream("POST", other.encode(), "Mcp-Session-Id", session)) {
        next(stream);
        assertThat(stage.submitted()).isNotEqualTo(task);
      }
    }
  }

  @Test
  void the_stream_of_what_is_said_without_being_asked_can_be_had_any_time() {
    String session = ada.initialize(LEGACY, NONE);
    try (Events stream = ada.stream("GET", null, "Mcp-Session-Id", session)) {
      assertThat(stream.status).isEqualTo(200);
      Events.One priming = next(stream);
      assertThat(priming.id()).isNotEmpty();
      assertThat(priming.data()).isEmpty();
    }
  }

  private String status(String session, String task) {
    return ada.call(session, "get_task", new JsonObject().put("task_id", task))
        .structured()
        .getString("status");
  }

  private int cancel(String session) {
    JsonObject named = new JsonObject().put("requestId", 9);
    JsonObject told = Mcp.message("notifications/cancelled", named);
    told.remove("id");
    return ada.send("POST", told.encode(), "Mcp-Session-Id", session).status();
  }

  private Events calling(String session) {
    return ada.stream("POST", call(NONE).put("id", 9).encode(), "Mcp-Session-Id", session);
  }

  private static JsonObject call(JsonObject arguments) {
    return Mcp.message(
        "tools/call",
        new JsonObject()
            .put("name", "count")
            .put("arguments", arguments)
            .put("_meta", new JsonObject().put("progressToken", "p")));
  }

  private static Events.One next(Events stream) {
    return Objects.requireNonNull(stream.next());
  }

  private static Event completed(long seq, String task) {
    return Stage.event(seq, EventType.TASK_COMPLETED, task, "{\"status\":\"completed\"}");
  }
}
