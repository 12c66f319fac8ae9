package dev.holdfast.loadtests.herd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both wires understand the same, however the bytes are cut. */
final class WireTest {
  private static final String AT = "2026-01-02T03:04:05.000006Z";
  private static final long AT_MICROS = 1_767_323_045_000_006L;

  /** Writes down what it hears. */
  private static final class Heard implements Wire.Ears {
    private final List<String> all = new ArrayList<>();

    @Override
    public void say(byte[] bytes) {}

    @Override
    public void ready() {
      all.add("ready");
    }

    @Override
    public void event(long seq, long atMicros) {
      all.add("event " + seq + " " + atMicros);
    }

    @Override
    public void gap(long from, long to) {
      all.add("gap " + from + " " + to);
    }

    @Override
    public void goAway(long retryAfterMs) {
      all.add("goaway " + retryAfterMs);
    }

    @Override
    public void over(Ending ending) {
      all.add("over " + ending.how() + " " + ending.code() + " " + ending.retryAfterMs());
    }
  }

  private static final List<String> EXPECTED =
      List.of(
          "ready",
          "event 7 " + AT_MICROS,
          "gap 8 9",
          "event 10 " + AT_MICROS,
          "goaway 1200",
          "over CLOSED 1012 OptionalLong[1200]");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
  void a_stream_is_understood_in_pieces_of_any_size(int size) throws IOException {
    Heard heard = new Heard();
    String event = "\nevent: task.output\ndata: {\"at\":\"" + AT + "\",\"data\":{}}\n\n";
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    String all =
        head
            + chunk("retry: 1000\n: holdfast\n\n")
            + chunk("id: 7" + event + "id: 9\nevent: gap\ndata: {\"from\":8,\"to\":9}\n\n")
            + chunk("id: 10" + event)
            + chunk("retry: 1200\nevent: goaway\ndata: {\"retry_after_ms\":1200}\n\n")
            + "0\r\n\r\n";
    feed(new StreamWire(heard, new Text(), "t", "s", 6), Text.ascii(all), size);
    assertThat(heard.all).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
  void a_socket_is_understood_in_pieces_of_any_size(int size) throws IOException {
    Heard heard = new Heard();
    String rest = ",\"type\":\"task.output\",\"at\":\"" + AT + "\",\"data\":\"" + "x".repeat(200);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(Text.ascii("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    frame(all, "{\"op\":\"hello_ack\",\"ok\":true}");
    frame(all, "{\"op\":\"subscribe_res\",\"ok\":true}");
    frame(all, "{\"op\":\"event\",\"seq\":7" + rest + "\"}");
    frame(all, "{\"op\":\"gap\",\"from\":8,\"to\":9}");
    frame(all, "{\"op\":\"event\",\"seq\":10" + rest + "\"}");
    frame(all, "{\"op\":\"goaway\",\"retry_after_ms\":1200}");
    all.write(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xF4});
    feed(new SocketWire(heard, new Text(), "t", "tr", "s", 6), all.toByteArray(), size);
    assertThat(heard.all).isEqualTo(EXPECTED);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static void frame(ByteArrayOutputStream all, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    all.write(0x81);
    if (payload.length < 126) {
      all.write(payload.length);
    } else {
      all.write(126);
      all.write(payload.length >> 8);
      all.write(payload.length);
    }
    all.write(payload);
  }

  private static void feed(Wire wire, byte[] all, int size) throws IOException {
    byte[] left = {};
    for (int at = 0; at < all.length; at += size) {
      byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + size));
      byte[] joined = Arrays.copyOf(left, left.length + piece.length);
      System.arraycopy(piece, 0, joined, left.length, piece.length);
      left = Arrays.copyOfRange(joined, wire.take(joined, 0, joined.length), joined.length);
    }
    assertThat(left).isEmpty();
  }
}
