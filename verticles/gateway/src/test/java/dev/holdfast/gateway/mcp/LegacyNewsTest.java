package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Events;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream of what is said without being asked: where it is, and that there is one. */
final class LegacyNewsTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String LEGACY = "2025-11-25";
  private static final int GONE = 405;

  private final Stage stage =
      Stage.with("gateway.heartbeat_ms", "50", "gateway.mcp_check_ms", "500");
  private final Mcp ada = new Mcp(stage.port(), Others.ADA_TOKEN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_stream_with_nothing_to_say_says_how_far_it_is() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    String last;
    try (Events stream = opened(session)) {
      assertThat(seq(next(stream), session)).isEqualTo(4);
      stage.others.broadcast.deliver(watch(), said(5), said(6));
      Events.One position = next(stream);
      assertThat(position.data()).isEmpty();
      assertThat(seq(position, session)).isEqualTo(6);
      last = position.id();
    }
    try (Events rest = resumed(session, last)) {
      next(rest);
      assertThat(watch().after()).isEqualTo(6);
    }
  }

  @Test
  void no_id_is_said_twice() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    String first;
    try (Events stream = opened(session)) {
      first = next(stream).id();
    }
    String second;
    try (Events rest = resumed(session, first)) {
      second = next(rest).id();
    }
    try (Events rest = resumed(session, first)) {
      assertThat(next(rest).id()).isNotIn(first, second);
    }
  }

  @Test
  void a_client_that_was_long_away_begins_from_now_and_is_told_all_once() {
    String session = ada.initialize(LEGACY, NONE);
    String uri = subscribed(session);
    stage.others.broadcast.head = 4;
    String last;
    try (Events stream = opened(session)) {
      last = next(stream).id();
      watch();
    }
    stage.others.broadcast.head = 204;
    try (Events rest = resumed(session, last)) {
      next(rest);
      assertThat(watch().after()).isEqualTo(4); // no more than is read at once
    }
    stage.others.broadcast.head = 205;
    try (Events rest = resumed(session, last)) {
      next(rest);
      Watch far = watch();
      assertThat(watch().after()).isEqualTo(Watch.NOW);
      assertThat(unwatched(far)).isTrue();
      Events.One told = next(rest);
      assertThat(told.json().getJsonObject("params").getString("uri")).isEqualTo(uri);
      assertThat(seq(told, session)).isEqualTo(205);
    }
  }

  @Test
  void a_client_of_an_older_version_hears_no_event_without_a_message_and_misses_nothing() {
    String session = ada.initialize("2025-06-18", NONE);
    String uri = subscribed(session);
    stage.others.broadcast.head = 4;
    String last;
    try (Events stream = opened(session)) {
      // It may have had a stream before, of which it knows no id.
      Events.One told = next(stream);
      assertThat(told.json().getJsonObject("params").getString("uri")).isEqualTo(uri);
      last = told.id();
      watch();
    }
    try (Events rest = resumed(session, last)) {
      Watch watch = watch();
      assertThat(watch.after()).isEqualTo(4);
      stage.others.broadcast.deliver(watch, said(5));
      assertThat(next(rest).json().getJsonObject("params").getString("uri")).isEqualTo(uri);
    }
  }

  @Test
  void two_streams_of_an_older_version_do_not_end_each_other() {
    String session = ada.initialize("2025-06-18", NONE);
    subscribed(session);
    try (Events one = opened(session)) {
      next(one);
      Watch first = watch();
      try (Events two = opened(session)) {
        next(two);
        watch();
        stage.others.broadcast.deliver(first, said(5));
        assertThat(next(one).json().getString("method"))
            .isEqualTo("notifications/resources/updated");
      }
    }
  }

  @Test
  void a_new_stream_takes_the_place_of_the_one_before_from_where_that_is() {
    String session = ada.initialize(LEGACY, NONE);
    String uri = subscribed(session);
    stage.others.broadcast.head = 4;
    try (Events first = opened(session)) {
      next(first);
      stage.others.broadcast.deliver(watch(), said(5));
      String last = next(first).id();
      stage.others.broadcast.head = 9;
      try (Events second = opened(session)) {
        Watch watch = watch();
        assertThat(watch.after()).isEqualTo(5);
        assertThat(seq(next(second), session)).isEqualTo(5);
        assertEnded(first);
        // The client takes that end for a break, and has another stream.
        assertThat(returned(session, last)).isEqualTo(GONE);
        stage.others.broadcast.deliver(watch, said(6));
        assertThat(next(second).json().getJsonObject("params").getString("uri")).isEqualTo(uri);
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            try (Events rest = resumed(session, last)) {
              return rest.status == 200;
            }
          });
    }
  }

  @Test
  void a_stream_that_comes_back_takes_its_own_place() {
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    try (Events first = opened(session)) {
      String last = next(first).id();
      try (Events again = resumed(session, last)) {
        assertThat(again.status).isEqualTo(200);
        next(again);
        assertEnded(first);
        try (Events oncemore = resumed(session, last)) { // the client did not hear of the second
          assertThat(oncemore.status).isEqualTo(200);
          assertEnded(again);
        }
      }
    }
  }

  @Test
  void one_stream_stands_on_all_instances_of_a_pod_together() {
    Mcp there = new Mcp(stage.anotherPort(), Others.ADA_TOKEN);
    String session = ada.initialize(LEGACY, NONE);
    stage.others.broadcast.head = 4;
    try (Events first = opened(session)) {
      String last = next(first).id();
      try (Events second = there.stream("GET", null, "Mcp-Session-Id", session)) {
        next(second);
        assertEnded(first);
        assertThat(returned(session, last)).isEqualTo(GONE);
      }
    }
  }

  @Test
  void streams_of_two_sessions_stand_side_by_side() {
    String one = ada.initialize(LEGACY, NONE);
    String other = ada.initialize(LEGACY, NONE);
    String uri = subscribed(one);
    stage.others.broadcast.head = 4;
    try (Events first = opened(one);
        Events second = opened(other)) {
      next(first);
      next(second);
      stage.others.broadcast.deliver(watch(), said(5));
      assertThat(next(first).json().getJsonObject("params").getString("uri")).isEqualTo(uri);
    }
  }

  private static void assertEnded(Events stream) {
    while (true) {
      Events.One one = stream.next();
      if (one == null) {
        return;
      }
      assertThat(one.data()).isEmpty(); // how far it is, at most
    }
  }

  private int returned(String session, String last) {
    return ada.send("GET", null, "Mcp-Session-Id", session, "Last-Event-ID", last).status();
  }

  private boolean unwatched(Watch watch) {
    while (Others.next(stage.others.broadcast.unwatches).watcher() != watch.watcher()) {
      // of streams before
    }
    return true;
  }

  private String subscribed(String session) {
    String uri = "holdfast://sessions/" + own(session);
    assertThat(
            ada.ask(session, "resources/subscribe", new JsonObject().put("uri", uri))
                .result()
                .isEmpty())
        .isTrue();
    return uri;
  }

  private String own(String mcp) {
    return ada.call(mcp, "open_session", NONE).structured().getString("session_id");
  }

  private long seq(Events.One event, String mcp) {
    String before = "quiet-" + mcp + "." + own(mcp) + ".";
    assertThat(event.id()).startsWith(before);
    String rest = event.id().substring(before.length());
    return Long.parseLong(rest.substring(0, rest.indexOf('.')));
  }

  private Events opened(String session) {
    return ada.stream("GET", null, "Mcp-Session-Id", session);
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

  private static Event said(long seq) {
    return Stage.event(
        seq,
        EventType.TASK_OUTPUT,
        "tsk_1",
        "{\"status\":\"running\",\"stream\":\"log\",\"text\":\"x\\n\"}");
  }
}
