package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client of the era with sessions wants to be told without asking each time. */
final class LegacyWishesTest {
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
  void what_an_agent_logs_is_told_from_the_level_on_that_was_asked_for() {
    String session = ada.initialize(LEGACY, NONE);
    assertThat(ada.ask(session, "logging/setLevel", level("loud")).error()).isEqualTo(-32602);
    assertThat(ada.ask(session, "logging/setLevel", level("warning")).result().isEmpty()).isTrue();
    JsonObject call =
        Mcp.message("tools/call", new JsonObject().put("name", "count").put("arguments", NONE));
    try (Events stream = ada.stream("POST", call.encode(), "Mcp-Session-Id", session)) {
      next(stream);
      String task = submitted();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.broadcast.deliver(
          watch,
          said(5, task, "info db: opened"),
          said(6, task, "a line of no level"),
          said(7, task, "error db: it broke: badly"));
      JsonObject told = next(stream).json();
      assertThat(told.getString("method")).isEqualTo("notifications/message");
      assertThat(told.getJsonObject("params"))
          .isEqualTo(
              new JsonObject()
                  .put("level", "error")
                  .put("logger", "db")
                  .put("data", "it broke: badly"));
    }
  }

  @Test
  void a_change_of_what_is_subscribed_to_is_told_on_the_stream_of_get() {
    String session = ada.initialize(LEGACY, NONE);
    String own = ada.call(session, "open_session", NONE).structured().getString("session_id");
    String uri = "holdfast://sessions/" + own;
    assertThat(ada.ask(session, "resources/subscribe", address(uri)).result().isEmpty()).isTrue();
    assertThat(bob.ask(session, "resources/subscribe", address(uri)).status()).isEqualTo(404);
    stage.others.broadcast.head = 4;
    String last;
    try (Events stream = ada.stream("GET", null, "Mcp-Session-Id", session)) {
      assertThat(next(stream).data()).isEmpty();
      Watch watch = Others.next(stage.others.broadcast.watches);
      assertThat(watch.taskId()).isNull();
      stage.others.broadcast.deliver(watch, said(5, "tsk_1", "x"), said(6, "tsk_1", "y"));
      Events.One updated = next(stream);
      assertThat(updated.json().getString("method")).isEqualTo("notifications/resources/updated");
      assertThat(updated.json().getJsonObject("params").getString("uri")).isEqualTo(uri);
      last = updated.id();
    }
    assertThat(ada.ask(session, "resources/unsubscribe", address(uri)).result().isEmpty()).isTrue();
    try (Events rest = ada.stream("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last)) {
      assertThat(next(rest).data()).isEmpty();
      assertThat(Others.next(stage.others.broadcast.watches).after()).isEqualTo(6);
    }
  }

  private static JsonObject level(String level) {
    return new JsonObject().put("level", level);
  }

  private static JsonObject address(String uri) {
    return new JsonObject().put("uri", uri);
  }

  private static Events.One next(Events stream) {
    return Objects.requireNonNull(stream.next());
  }

  private String submitted() {
    while (true) {
      if (Others.next(stage.others.asked) instanceof SubmitTask submitted) {
        return stage.others.tasks.newest(submitted.session());
      }
    }
  }

  private static Event said(long seq, String task, String text) {
    return Stage.event(
        seq,
        EventType.TASK_OUTPUT,
        task,
        "{\"status\":\"running\",\"stream\":\"log\",\"text\":\"" + text + "\\n\"}");
  }
}
