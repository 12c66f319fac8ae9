package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
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
      String task = stage.submitted();
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

  @Test
  void the_stream_of_get_follows_its_session_and_ends_with_it() {
    String session = ada.initialize(LEGACY, NONE);
    String other = session(ada.initialize(LEGACY, NONE));
    String uri = "holdfast://sessions/" + other;
    ada.ask(session, "resources/subscribe", address(uri));
    stage.others.broadcast.head = 4;
    try (Events stream = ada.stream("GET", null, "Mcp-Session-Id", session)) {
      assertThat(next(stream).data()).isEmpty();
      Watch first = Others.next(stage.others.broadcast.watches);
      ada.call(session, "open_session", new JsonObject().put("session_id", other));
      stage.others.broadcast.deliver(first, said(5, "tsk_1", "x")); // so that it is looked at
      Watch second = Others.next(stage.others.broadcast.watches);
      assertThat(second.sessionNo()).isNotEqualTo(first.sessionNo());
      assertThat(Others.next(stage.others.broadcast.unwatches).watcher())
          .isEqualTo(first.watcher());
      Events.One begun = next(stream);
      assertThat(begun.data()).isEmpty();
      assertThat(begun.id()).contains(other + ".-1.");
      Events.One updated = next(stream); // what changed on the way nobody knows
      assertThat(updated.json().getJsonObject("params").getString("uri")).isEqualTo(uri);
      assertThat(updated.id()).contains(other + ".4.");
      assertAllToldAgain(session, begun.id(), uri);
      assertThat(ada.send("DELETE", null, "Mcp-Session-Id", session).status()).isEqualTo(204);
      stage.others.broadcast.deliver(second, said(5, "tsk_2", "y"));
      assertThat(stream.next()).isNull();
    }
  }

  /** It broke before anything of the other session was told. */
  private void assertAllToldAgain(String session, String last, String uri) {
    try (Events rest = ada.stream("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last)) {
      assertThat(next(rest).data()).isEmpty();
      Others.next(stage.others.broadcast.watches);
      assertThat(next(rest).json().getJsonObject("params").getString("uri")).isEqualTo(uri);
    }
  }

  @Test
  void of_what_is_told_together_only_the_last_says_that_all_was_told() {
    String session = ada.initialize(LEGACY, NONE);
    String own = session(session);
    ada.call(session, "submit_task", new JsonObject().put("task", "x"));
    String task = stage.submitted();
    ada.ask(session, "resources/subscribe", address("holdfast://sessions/" + own));
    ada.ask(session, "resources/subscribe", address("holdfast://tasks/" + task));
    stage.others.broadcast.head = 4;
    try (Events stream = ada.stream("GET", null, "Mcp-Session-Id", session)) {
      assertThat(next(stream).data()).isEmpty();
      Watch watch = Others.next(stage.others.broadcast.watches);
      stage.others.broadcast.deliver(watch, said(5, task, "x"), said(6, task, "y"));
      assertThat(next(stream).id()).contains(own + ".4.");
      assertThat(next(stream).id()).contains(own + ".6.");
    }
  }

  @Test
  void a_client_that_has_folders_is_asked_for_them_and_again_when_they_changed() {
    try (Stage quick = Stage.with("gateway.mcp_check_ms", "500")) {
      Mcp ann = new Mcp(quick.port(), Others.ADA_TOKEN);
      String session = ann.initialize(LEGACY, new JsonObject().put("roots", NONE));
      try (Events stream = ann.stream("GET", null, "Mcp-Session-Id", session)) {
        next(stream);
        JsonObject asked = next(stream).json();
        assertThat(asked.getString("method")).isEqualTo("roots/list");
        JsonObject root = new JsonObject().put("uri", "file:///home/ann/a").put("name", "a");
        JsonObject unreadable = new JsonObject().put("name", "of no address");
        assertThat(answer(ann, session, asked, unreadable)).isEqualTo(202);
        assertThat(ann.call(session, "get_session", NONE).structured().getJsonArray("roots"))
            .isEmpty();
        assertThat(answer(ann, session, asked, root)).isEqualTo(202);
        assertThat(ann.call(session, "get_session", NONE).structured().getJsonArray("roots"))
            .containsExactly(root);
        ann.send(
            "POST",
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put("method", "notifications/roots/list_changed")
                .encode(),
            "Mcp-Session-Id",
            session);
        assertThat(ann.call(session, "get_session", NONE).structured().getJsonArray("roots"))
            .isNull();
        JsonObject again = next(stream).json();
        assertThat(again.getString("method")).isEqualTo("roots/list");
        assertThat(again.getString("id")).isNotEqualTo(asked.getString("id"));
      }
    }
  }

  private static int answer(Mcp client, String session, JsonObject asked, JsonObject root) {
    return client
        .send(
            "POST",
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", asked.getString("id"))
                .put("result", new JsonObject().put("roots", new JsonArray().add(root)))
                .encode(),
            "Mcp-Session-Id",
            session)
        .status();
  }

  @Test
  void streams_with_nothing_to_say_are_looked_at_together_and_now_and_then() {
    try (Stage quiet = Stage.with("gateway.mcp_check_ms", "500")) {
      Mcp ann = new Mcp(quiet.port(), Others.ADA_TOKEN);
      String first = ann.initialize(LEGACY, NONE);
      String second = ann.initialize(LEGACY, NONE);
      try (Events one = ann.stream("GET", null, "Mcp-Session-Id", first);
          Events two = ann.stream("GET", null, "Mcp-Session-Id", second)) {
        next(one);
        next(two);
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> checked(quiet).filter(check -> check.wanted().size() == 2).isPresent());
        ann.send("DELETE", null, "Mcp-Session-Id", first);
        assertThat(one.next()).isNull();
      }
    }
  }

  private static Optional<CheckMcpSessions> checked(Stage stage) {
    return Others.next(stage.others.asked) instanceof CheckMcpSessions check
        ? Optional.of(check)
        : Optional.empty();
  }

  private String session(String mcp) {
    return ada.call(mcp, "open_session", NONE).structured().getString("session_id");
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

  private static Event said(long seq, String task, String text) {
    return Stage.event(
        seq,
        EventType.TASK_OUTPUT,
        task,
        "{\"status\":\"running\",\"stream\":\"log\",\"text\":\"" + text + "\\n\"}");
  }
}
