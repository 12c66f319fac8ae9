package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.RawWs;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.bus.Addresses;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** On a plain socket: a client library answers pings by itself, and keeps the rules. */
class HeartbeatTest {
  @Test
  void row_53_a_client_is_pinged_and_closed_when_it_does_not_answer() throws IOException {
    try (Stage stage = Stage.with("gateway.heartbeat_ms", "30");
        RawWs ws = new RawWs(stage.port())) {
      ws.send(RawWs.text(RawWs.hello()));
      RawWs.Frame ack = ws.next();
      assertThat(ack.head()).isEqualTo(RawWs.TEXT);
      Schemas.requireFrame("server", new JsonObject(ack.text()));
      for (int i = 0; i < 3; i++) {
        assertThat(ws.next().head()).isEqualTo(RawWs.PING);
      }
      assertThat(ws.next().closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void a_violation_that_arrives_together_with_a_hello_is_closed_with_its_code() throws IOException {
    byte[] reservedBit = RawWs.text("{}");
    reservedBit[0] = (byte) (RawWs.TEXT | 0x40);
    byte[] wrongUtf8 = {(byte) RawWs.TEXT, (byte) 0x82, 0, 0, 0, 0, (byte) 0xC3, 0x28};
    try (Stage stage = Stage.with()) {
      Promise<Void> never = Promise.promise();
      stage.others.answering(Addresses.RESOLVE_SESSION, never.future());
      try (RawWs ws = new RawWs(stage.port())) {
        ws.send(RawWs.text(RawWs.hello()), reservedBit);
        assertThat(ws.next().closeCode()).isEqualTo(1002);
      }
      try (RawWs ws = new RawWs(stage.port())) {
        ws.send(reservedBit);
        assertThat(ws.next().closeCode()).isEqualTo(1002);
      }
      try (RawWs ws = new RawWs(stage.port())) {
        ws.send(wrongUtf8);
        assertThat(ws.next().closeCode()).isEqualTo(1007);
      }
    }
  }
}
