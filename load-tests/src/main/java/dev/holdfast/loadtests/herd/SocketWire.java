package dev.holdfast.loadtests.herd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** A WebSocket (RFC 6455): a {@code hello} of its own transport, then one subscription. */
final class SocketWire implements Wire {
  private static final int MASKED = 0x80;
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int SHORT = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final byte[] EVENT = Text.ascii("{\"op\":\"event\",\"seq\":");
  private static final byte[] HELLO_ACK = Text.ascii("{\"op\":\"hello_ack\"");
  private static final byte[] SUBSCRIBED = Text.ascii("{\"op\":\"subscribe_res\"");
  private static final byte[] GAP = Text.ascii("{\"op\":\"gap\"");
  private static final byte[] GO_AWAY = Text.ascii("{\"op\":\"goaway\"");
  private static final byte[] ERROR = Text.ascii("{\"op\":\"error\"");

  private final Ears ears;
  private final Text text;
  private final String token;
  private final String transport;
  private final String room;
  private final long after;
  private boolean open;
  private boolean ready;
  private OptionalLong retryAfterMs = OptionalLong.empty();

  SocketWire(Ears ears, Text text, String token, String transport, String room, long after) {
    this.ears = ears;
    this.text = text;
    this.token = token;
    this.transport = transport;
    this.room = room;
    this.after = after;
  }

  @Override
  public byte[] opening(String host) {
    return Text.ascii(
        "GET /ws HTTP/1.1\r\nHost: "
            + host
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: aG9sZGZhc3QtaGVyZC1hYQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  }

  @Override
  public int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    if (!open) {
      Optional<HttpHead> found = HttpHead.find(bytes, from, to);
      if (found.isEmpty()) {
        return from;
      }
      HttpHead head = found.get();
      if (head.status() != 101) {
        ears.over(new Ending(Ending.How.REFUSED, head.status(), false, head.retryAfterMs()));
        return to;
      }
      open = true;
      at = head.end();
      say(
          "{\"op\":\"hello\",\"transport_id\":\""
              + transport
              + "\",\"token\":\""
              + token
              + "\",\"protocol_version\":1,\"request_id\":1}");
    }
    return frames(bytes, at, to);
  }

  private int frames(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0x7F;
      int head = length <= SHORT ? 2 : length == TWO_BYTES ? 4 : 10;
      if (to - at < head) {
        return at;
      }
      if (length == TWO_BYTES) {
        length = ByteBuffer.wrap(bytes, at + 2, 2).getShort() & 0xFFFF;
      } else if (length == EIGHT_BYTES) {
        length = ByteBuffer.wrap(bytes, at + 6, 4).getInt();
      }
      int end = at + head + length;
      if (end > to) {
        return at;
      }
      frame(bytes, bytes[at] & 0x0F, at + head, end);
      at = end;
    }
    return at;
  }

  private void frame(byte[] bytes, int kind, int from, int to) throws IOException {
    switch (kind) {
      case TEXT -> text(bytes, from, to);
      case PING -> ears.say(masked(PONG, Arrays.copyOfRange(bytes, from, to)));
      case CLOSE -> {
        int code = to - from >= 2 ? ByteBuffer.wrap(bytes, from, 2).getShort() & 0xFFFF : 1005;
        Ending.How how = ready ? Ending.How.CLOSED : Ending.How.REFUSED;
        ears.over(new Ending(how, code, ready, retryAfterMs));
      }
      default -> {} // a pong
    }
  }

  private void text(byte[] bytes, int from, int to) throws IOException {
    if (Text.startsWith(bytes, from, to, EVENT)) {
      ears.event(Text.number(bytes, from + EVENT.length, to), text.atMicros(bytes, from, to));
    } else if (Text.startsWith(bytes, from, to, HELLO_ACK)) {
      say(
          "{\"op\":\"subscribe\",\"session_id\":\""
              + room
              + "\",\"after\":"
              + after
              + ",\"request_id\":2}");
    } else if (Text.startsWith(bytes, from, to, SUBSCRIBED)) {
      ready = true;
      ears.ready();
    } else if (Text.startsWith(bytes, from, to, GAP)) {
      ears.gap(Text.member(bytes, from, to, "from"), Text.member(bytes, from, to, "to"));
    } else if (Text.startsWith(bytes, from, to, GO_AWAY)) {
      retryAfterMs = OptionalLong.of(Text.member(bytes, from, to, "retry_after_ms"));
      ears.goAway(retryAfterMs.getAsLong());
    } else if (Text.startsWith(bytes, from, to, ERROR)) {
      refused(Text.member(bytes, from, to, "retry_after_ms"));
    }
  }

  /** A close may follow; where none does, as after a refused subscription, this side leaves. */
  private void refused(long afterMs) throws IOException {
    retryAfterMs = afterMs > 0 ? OptionalLong.of(afterMs) : OptionalLong.empty();
    if (!ready) {
      ears.say(masked(CLOSE, new byte[] {0x03, (byte) 0xE8}));
    }
  }

  private void say(String frame) throws IOException {
    ears.say(masked(TEXT, Text.ascii(frame)));
  }

  /** Masked by zeros, which leaves the bytes as they are. */
  private static byte[] masked(int kind, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
    frame.put((byte) (FINAL | kind));
    if (payload.length <= SHORT) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }
}
