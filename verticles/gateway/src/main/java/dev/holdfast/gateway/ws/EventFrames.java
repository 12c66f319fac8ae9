package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.EventJson;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.connection.EventFormat;
import dev.holdfast.shared.event.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The events of one delivery, encoded once for all sockets of an instance: a text each, and all of
 * them as the bytes that go over the wire, a finished text frame each (RFC 6455, section 5.2; what
 * a server sends is not masked).
 *
 * <p>The bytes are shared: nobody writes into them, a socket takes a {@link #view}. The garbage
 * collector frees them when the last socket has sent them.
 *
 * @param finished empty where a text is too long for that
 */
record EventFrames(List<String> texts, ByteBuf finished) {
  static final EventFormat<EventFrames> FORMAT = EventFrames::of;

  /** What a length of 16 bits can say; longer texts are left to the library. */
  private static final int BYTES_MAX = 0xFFFF;

  private static final int SHORT_BYTES_MAX = 125;
  private static final int HEAD_BYTES_MAX = 4;
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final byte LENGTH_FOLLOWS = 126;

  /** The finished frames once more, with positions of their own. */
  ByteBuf view() {
    return finished.retainedDuplicate();
  }

  private static EventFrames of(String sessionId, List<Event> events) {
    List<String> texts = events.stream().map(event -> text(sessionId, event)).toList();
    return new EventFrames(texts, finished(texts));
  }

  private static String text(String sessionId, Event event) {
    return JsonOut.object(out -> {
      out.text("op", "event");
      EventJson.write(out, sessionId, event);
    });
  }

  private static ByteBuf finished(List<String> texts) {
    List<byte[]> payloads =
        texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    if (payloads.stream().anyMatch(payload -> payload.length > BYTES_MAX)) {
      return Unpooled.EMPTY_BUFFER;
    }
    int bytes = payloads.stream().mapToInt(payload -> payload.length + HEAD_BYTES_MAX).sum();
    ByteBuffer frames = ByteBuffer.allocate(bytes);
    for (byte[] payload : payloads) {
      frames.put(FINAL_TEXT);
      if (payload.length <= SHORT_BYTES_MAX) {
        frames.put((byte) payload.length);
      } else {
        frames.put(LENGTH_FOLLOWS).putShort((short) payload.length);
      }
      frames.put(payload);
    }
    return Unpooled.wrappedBuffer(frames.flip());
  }
}
