package dev.holdfast.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Schemas;
import dev.holdfast.gateway.testing.Stage;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** On a plain socket: a client library answers pings by itself. */
class HeartbeatTest {
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int CLOSE = 0x88;

  @Test
  void row_53_a_client_is_pinged_and_closed_when_it_does_not_answer() throws IOException {
    try (Stage stage = Stage.with("gateway.heartbeat_ms", "30");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket.setSoTimeout(30_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      upgrade(socket, in);
      String hello = "{\"op\":\"hello\",\"token\":\"" + Others.ADA_TOKEN + "\"}";
      send(socket.getOutputStream(), hello.getBytes(StandardCharsets.UTF_8));
      assertThat(in.readUnsignedByte()).isEqualTo(TEXT);
      Schemas.requireFrame(
          "server", new JsonObject(new String(payload(in), StandardCharsets.UTF_8)));
      for (int i = 0; i < 3; i++) {
        assertThat(in.readUnsignedByte()).isEqualTo(PING);
        payload(in);
      }
      assertThat(in.readUnsignedByte()).isEqualTo(CLOSE);
      byte[] close = payload(in);
      assertThat(((close[0] & 0xFF) << 8) | (close[1] & 0xFF)).isEqualTo(1001);
    }
  }

  private static void upgrade(Socket socket, DataInputStream in) throws IOException {
    String request =
        """
        GET /ws HTTP/1.1
        Host: x
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return in.readNBytes(length);
  }

  /** A masked text frame of less than 126 bytes; the mask is zero. */
  private static void send(OutputStream out, byte[] text) throws IOException {
    assertThat(text).hasSizeLessThan(126);
    out.write(new byte[] {(byte) TEXT, (byte) (0x80 | text.length), 0, 0, 0, 0});
    out.write(text);
    out.flush();
  }
}
