package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.gateway.testing.Flood;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Clients that take nothing: they cost so much and no more, and leave their place. */
final class StalledSocketTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PINGS = 5_000;

  private static Stage stage() {
    return Stage.with(
        "gateway.slow_consumer_ms", "100",
        "gateway.connections_max", "1",
        "gateway.heartbeat_ms", "600000",
        "gateway.idle_ms", "3600000");
  }

  @Test
  void row_60_the_place_of_a_socket_that_never_reads_is_free_again() {
    try (Stage stage = stage()) {
      Ws stalled = Ws.ready(stage, "window-1");
      stalled.call(Ws.op("subscribe"));
      stalled.stopReading();
      new Flood(stage, Others.next(stage.others.broadcast.watches)).untilUnwatched();
      await().atMost(LONG).until(() -> isAdmitted(stage));
    }
  }

  @Test
  void row_65_pings_whose_answers_nobody_takes_are_not_answered_without_end() {
    try (Stage stage = stage()) {
      Ws stalled = Ws.ready(stage, "window-1");
      stalled.stopReading();
      WebSocketFrame ping = WebSocketFrame.pingFrame(Buffer.buffer("p".repeat(125)));
      await()
          .atMost(LONG)
          .until(() -> {
            for (int i = 0; i < PINGS; i++) {
              stalled.sendFrame(ping);
            }
            return isAdmitted(stage);
          });
    }
  }

  @Test
  void a_ping_is_answered_and_the_connection_goes_on() {
    try (Stage stage = stage()) {
      Ws ws = Ws.ready(stage, "window-1");
      ws.sendFrame(WebSocketFrame.pingFrame(Buffer.buffer("p")));
      assertThat(ws.call(Ws.op("ping")).getString("op")).isEqualTo("ping_res");
    }
  }

  private static boolean isAdmitted(Stage stage) {
    try {
      Ws ws = new Ws(stage.vertx, stage.port());
      ws.close();
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }
}
