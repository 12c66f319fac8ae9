package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.presence.PresenceVerticle;
import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Sse;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.LivePods;
import dev.holdfast.shared.message.PodFacts;
import dev.holdfast.shared.message.PodLife;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Presence over both protocols, with the pod's real presence behind the gateway. */
class PresenceStreamsTest {
  private static final String WATCHERS = "/api/sessions/window-1/watchers";

  private final Stage stage =
      Stage.with("gateway.subscriptions_max", "1", "gateway.presences_per_principal_max", "2");

  PresenceStreamsTest() {
    PodId self = PodId.start("pod-1");
    Bus bus = new Bus(stage.vertx, 5_000);
    bus.answer(
        Addresses.LIST_PODS, question -> Future.succeededFuture(new LivePods(List.of(self))));
    Await.result(
        stage.vertx.deployVerticle(
            new PresenceVerticle(
                Stage.config(Map.of("gateway.presence_ms", "100")).presence(),
                bus,
                new PodBus(stage.vertx, self, false),
                () -> new PodFacts("0.1.0", PodLife.READY, "127.0.0.1:8080", null, 0, 0))));
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_socket_is_told_all_who_watch_then_who_comes_and_leaves_until_it_ends_that() {
    Ws first = Ws.ready(stage, "window-1");
    JsonObject answer = first.call(Ws.op("watch_presence").put("request_id", 1));
    assertThat(answer.getString("op")).isEqualTo("watch_presence_res");
    JsonObject all = first.next();
    assertThat(all.getString("op")).isEqualTo("watchers");
    assertThat(all.getJsonArray("watchers")).hasSize(1);
    assertThat(all.getJsonArray("watchers").getJsonObject(0).getString("role")).isEqualTo("owner");

    Ws second = Ws.ready(stage, "window-1");
    JsonObject joined = first.next();
    assertThat(joined.getString("type")).isEqualTo("watcher.joined");
    assertThat(joined.getJsonObject("watcher").getString("kind")).isEqualTo("websocket");
    second.close();
    JsonObject left = first.next();
    assertThat(left.getString("type")).isEqualTo("watcher.left");
    assertThat(left.getValue("watcher")).isEqualTo(joined.getValue("watcher"));

    assertThat(first.call(Ws.op("unwatch_presence")).getBoolean("watched")).isTrue();
    assertThat(first.call(Ws.op("unwatch_presence")).getBoolean("watched")).isFalse();
    Ws.ready(stage, "window-1");
    assertThat(first.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
  }

  @Test
  void a_stream_is_told_the_same() {
    Ws first = Ws.ready(stage, "window-1");
    try (Sse stream = new Sse(stage.port(), Others.ADA_TOKEN, WATCHERS)) {
      assertThat(stream.statusLine).contains("200");
      stream.next();
      JsonObject all = block(stream, "watchers", "Watchers");
      assertThat(all.getJsonArray("watchers")).hasSize(2);
      first.close();
      JsonObject left = block(stream, "watcher.left", "WatcherChange");
      assertThat(left.getJsonObject("watcher").getString("kind")).isEqualTo("websocket");
      Ws.ready(stage, "window-1");
      block(stream, "watcher.joined", "WatcherChange");
    }
  }

  @Test
  void sessions_of_others_are_unknown_and_one_connection_watches_only_so_many() {
    Ws.ready(stage, "window-1");
    Api bob = new Api(stage.port(), Others.BOB_TOKEN);
    assertThat(bob.get(WATCHERS).code()).isEqualTo("unknown_session");
    Ws other = Ws.ready(stage, "window-2");
    other.call(Ws.op("watch_presence"));
    assertThat(other.next().getString("session_id")).isEqualTo("window-2");
    JsonObject refused = other.call(Ws.op("watch_presence").put("session_id", "window-1"));
    assertThat(refused.getString("code")).isEqualTo("too_many_requests");
    JsonObject again = other.call(Ws.op("watch_presence"));
    assertThat(again.getString("op")).isEqualTo("watch_presence_res");
  }

  @Test
  void row_65_a_principal_has_only_its_share_of_presence() {
    Ws first = Ws.ready(stage, "window-1");
    first.call(Ws.op("watch_presence"));
    Ws second = Ws.ready(stage, "window-1");
    Ws third = Ws.ready(stage, "window-1");
    second.call(Ws.op("watch_presence"));
    JsonObject refused = third.call(Ws.op("watch_presence"));
    assertThat(refused.getString("code")).isEqualTo("too_many_requests");
    assertThat(refused.getString("message")).contains("gateway.presences_per_principal_max of 2");
    second.close();
    Awaitility.await()
        .until(
            () -> third.call(Ws.op("watch_presence")).getString("op"),
            "watch_presence_res"::equals);
  }

  @Test
  void every_frame_in_the_documentation_is_valid() {
    Matcher frames =
        Pattern.compile("^\\{\"op\":.*\\}$", Pattern.MULTILINE)
            .matcher(Schemas.document("presence.md"));
    int count = 0;
    while (frames.find()) {
      JsonObject frame = new JsonObject(frames.group());
      Schemas.requireFrame(count == 0 ? "client" : "server", frame);
      count++;
    }
    assertThat(count).isEqualTo(5);
  }

  private static JsonObject block(Sse stream, String event, String schema) {
    Sse.Block block = Objects.requireNonNull(stream.next());
    assertThat(block.event()).isEqualTo(event);
    assertThat(block.id()).isNull();
    Schemas.requireApi(
        block.data(), new JsonObject().put("$ref", "#/components/schemas/" + schema));
    return block.data();
  }
}
