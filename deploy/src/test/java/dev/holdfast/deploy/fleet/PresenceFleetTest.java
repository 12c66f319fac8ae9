package dev.holdfast.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.testing.LostHints;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** Who watches a session, on two pods of which one is killed. */
final class PresenceFleetTest {
  @Test
  @DisabledIfEnvironmentVariable(
      named = LostHints.VARIABLE,
      matches = "true",
      disabledReason = "who watches on other pods is told over the bus alone")
  void watchers_on_another_pod_are_told_and_leave_when_that_pod_is_killed() {
    try (Fleet fleet = new Fleet()) {
      String token = fleet.token("ann");
      Client ann = new Client(token);
      List<PodProcess> pods = fleet.start(2);
      PodProcess here = pods.getFirst();
      PodProcess there = pods.getLast();
      JsonObject hello = new JsonObject().put("token", token).put("session_id", "window-1");
      WsClient audience = WsClient.hello(here, hello);
      audience.request(new JsonObject().put("op", "watch_presence"));
      JsonObject all = audience.await(frame -> "watchers".equals(frame.getString("op")));
      assertThat(all.getJsonArray("watchers")).hasSize(1);

      WsClient socket = WsClient.hello(there, hello);
      JsonObject joined = audience.await(frame -> is(frame, "watcher.joined", "websocket", there));
      assertThat(joined.getJsonObject("watcher").getString("role")).isEqualTo("owner");
      String share =
          ann.post(here, "/api/sessions/window-1/shares", "{}").body().getString("token");
      try (SseWatcher viewer =
          SseWatcher.open(new Client(share), there, "/api/sessions/window-1/events")) {
        JsonObject came = audience.await(frame -> is(frame, "watcher.joined", "sse", there));
        assertThat(came.getJsonObject("watcher").getString("role")).isEqualTo("viewer");
        assertThat(viewer.events()).isEmpty();
      }
      audience.await(frame -> is(frame, "watcher.left", "sse", there));

      there.kill();
      socket.awaitClose();
      JsonObject left = audience.await(frame -> is(frame, "watcher.left", "websocket", there));
      assertThat(left.getValue("watcher")).isEqualTo(joined.getValue("watcher"));
      audience.request(new JsonObject().put("op", "unwatch_presence"));
      audience.close();
    }
  }

  private static boolean is(JsonObject frame, String type, String kind, PodProcess pod) {
    return type.equals(frame.getString("type"))
        && kind.equals(frame.getJsonObject("watcher").getString("kind"))
        && pod.name().equals(frame.getJsonObject("watcher").getString("pod"));
  }
}
