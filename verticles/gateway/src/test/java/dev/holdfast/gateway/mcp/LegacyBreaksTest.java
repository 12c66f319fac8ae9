package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the stream of a call could leave its client without a result. */
final class LegacyBreaksTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String LEGACY = "2025-11-25";
  private static final String ROOTS =
      "{\"io.modelcontextprotocol/requests\":{\"dirs\":{\"method\":\"roots/list\",\"params\":{}}}}";

  private final Stage stage = Stage.with();
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_stream_that_breaks_again_before_anything_was_said_goes_on_once_more() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    String first;
    String task;
    try (Events stream = calling(session)) {
      next(stream);
      task = stage.submitted();
      stage.others.broadcast.deliver(watch(), Stage.progress(5, task, 1));
      first = next(stream).id();
    }
    String second;
    try (Events rest = resumed(session, first)) {
      Events.One position = next(rest);
      assertThat(position.data()).isEmpty();
      second = position.id();
      assertThat(watch().after()).isEqualTo(5);
    }
    assertThat(second).isNotEmpty().isNotEqualTo(first);
    try (Events rest = resumed(session, second)) {
      Events.One position = next(rest);
      assertThat(position.data()).isEmpty();
      assertThat(position.id()).isNotEqualTo(second);
      Watch watch = watch();
      assertThat(watch.after()).isEqualTo(5);
      stage.others.broadcast.deliver(watch, Stage.progress(6, task, 1), Stage.progress(7, task, 2));
      // What was told before the first break is not told again.
      assertThat(next(rest).json().getJsonObject("params").getInteger("progress")).isEqualTo(2);
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 8);
      stage.others.broadcast.deliver(
          watch, Stage.event(8, EventType.TASK_COMPLETED, task, "{\"status\":\"completed\"}"));
      assertThat(next(rest).json().getInteger("id")).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-03-26"})
  void a_client_of_an_older_version_gets_no_event_without_a_message(String version) {
    String session = ada.initialize(version, NONE);
    String last;
    String task;
    try (Events stream = calling(session)) {
      task = stage.submitted();
      stage.others.broadcast.deliver(watch(), Stage.progress(5, task, 1));
      Events.One told = next(stream);
      assertThat(told.json().getString("method")).isEqualTo("notifications/progress");
      last = told.id();
    }
    try (Events rest = resumed(session, last)) {
      stage.others.broadcast.deliver(watch(), Stage.progress(6, task, 2));
      assertThat(next(rest).json().getString("method")).isEqualTo("notifications/progress");
    }
  }

  @Test
  void what_only_a_client_could_answer_that_cannot_ends_the_call_and_its_task() {
    String session = ada.initialize(LEGACY, new JsonObject().put("elicitation", NONE));
    try (Events stream = calling(session)) {
      next(stream);
      String task = stage.submitted();
      stage.others.queue.ask(task, "[]", ROOTS);
      stage.others.broadcast.deliver(watch(), asked(5, task, ROOTS));
      JsonObject told = next(stream).json();
      assertThat(told.getInteger("id")).isEqualTo(9);
      JsonObject error = told.getJsonObject("error");
      assertThat(error.getInteger("code")).isEqualTo(-32021);
      assertThat(error.getJsonObject("data").getJsonObject("requiredCapabilities").fieldNames())
          .containsExactly("roots");
      assertThat(stream.next()).isNull();
      assertThat(cancelled()).isEqualTo(task);
    }
  }

  @Test
  void what_somebody_answered_meanwhile_ends_nothing() {
    String session = ada.initialize(LEGACY, NONE);
    try (Events stream = calling(session)) {
      next(stream);
      String task = stage.submitted();
      stage.others.queue.ask(task, "[]", ROOTS);
      ada.call(
          session,
          "answer",
          new JsonObject().put("task_id", task).put("input_id", "inp_1").put("text", "{}"));
      Watch watch = watch();
      stage.others.broadcast.deliver(watch, asked(5, task, ROOTS));
      stage.others.broadcast.deliver(watch, Stage.progress(6, task, 1));
      assertThat(next(stream).json().getString("method")).isEqualTo("notifications/progress");
      stage.others.tasks.become(task, TaskStatus.COMPLETED, "{\"sum\":3}", 7);
      stage.others.broadcast.deliver(
          watch, Stage.event(7, EventType.TASK_COMPLETED, task, "{\"status\":\"completed\"}"));
      assertThat(next(stream).json().containsKey("result")).isTrue();
    }
  }

  @Test
  void a_client_that_cannot_be_asked_is_told_how_the_question_is_answered() {
    String session = ada.initialize(LEGACY, NONE);
    try (Events stream = calling(session)) {
      next(stream);
      String task = stage.submitted();
      stage.others.queue.ask(task);
      stage.others.broadcast.deliver(watch(), asked(5, task, "null"));
      JsonObject told = next(stream).json();
      assertThat(told.getString("method")).isEqualTo("notifications/message");
      assertThat(told.getJsonObject("params").getString("level")).isEqualTo("warning");
      assertThat(told.getJsonObject("params").getString("data"))
          .contains("elicitation", "list_questions", "answer", task, "inp_1");
      assertThat(
              ada.call(
                      session,
                      "answer",
                      new JsonObject()
                          .put("task_id", task)
                          .put("input_id", "inp_1")
                          .put("option", "yes"))
                  .structured()
                  .getString("status"))
          .isEqualTo("running");
    }
  }

  @Test
  void a_client_that_wants_errors_only_is_not_warned() {
    String session = ada.initialize(LEGACY, NONE);
    ada.ask(session, "logging/setLevel", new JsonObject().put("level", "error"));
    try (Events stream = calling(session)) {
      next(stream);
      String task = stage.submitted();
      stage.others.queue.ask(task);
      stage.others.broadcast.deliver(watch(), asked(5, task, "null"), Stage.progress(6, task, 1));
      assertThat(next(stream).json().getString("method")).isEqualTo("notifications/progress");
    }
  }

  private Events calling(String session) {
    JsonObject call =
        Mcp.message(
            "tools/call",
            new JsonObject()
                .put("name", "count")
                .put("arguments", NONE)
                .put("_meta", new JsonObject().put("progressToken", "p")));
    return ada.stream("POST", call.put("id", 9).encode(), "Mcp-Session-Id", session);
  }

  private Events resumed(String session, String last) {
    return ada.stream("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last);
  }

  private static Events.One next(Events stream) {
    return Objects.requireNonNull(stream.next());
  }

  private Watch watch() {
    return Others.next(stage.others.broadcast.watches);
  }

  private String cancelled() {
    while (true) {
      if (Others.next(stage.others.asked) instanceof CancelTask cancel) {
        return cancel.taskId();
      }
    }
  }

  private static Event asked(long seq, String task, String detail) {
    return Stage.event(
        seq,
        EventType.TASK_INPUT_REQUESTED,
        task,
        "{\"status\":\"waiting_input\",\"input_id\":\"inp_1\",\"prompt\":\"Go on?\","
            + "\"options\":[],\"detail\":"
            + detail
            + "}");
  }
}
