package dev.holdfast.loadtests.herd;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** A response of server-sent events in chunks (RFC 9112, section 7.1). */
final class StreamWire implements Wire {
  private static final byte[] NOTHING = {};
  private static final byte[] LINE_END = Text.ascii("\r\n");
  private static final byte[] BLOCK_END = Text.ascii("\n\n");
  private static final byte[] ID = Text.ascii("id: ");
  private static final byte[] GAP = Text.ascii("\nevent: gap\n");
  private static final byte[] GO_AWAY = Text.ascii("event: goaway\n");
  private static final byte[] ERROR = Text.ascii("event: error\n");
  private static final byte[] SLOW = Text.ascii("\"slow_consumer\"");
  private static final int LOOK_FOR_KIND = 64;

  private final Ears ears;
  private final Text text;
  private final String token;
  private final String room;
  private final long after;
  private boolean open;
  private boolean ended;
  private long chunkLeft;
  private byte[] left = NOTHING;
  private int code;
  private OptionalLong retryAfterMs = OptionalLong.empty();

  StreamWire(Ears ears, Text text, String token, String room, long after) {
    this.ears = ears;
    this.text = text;
    this.token = token;
    this.room = room;
    this.after = after;
  }

  @Override
  public byte[] opening(String host) {
    return Text.ascii(
        "GET /api/sessions/"
            + room
            + "/events HTTP/1.1\r\nHost: "
            + host
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nAccept: text/event-stream\r\nLast-Event-ID: "
            + after
            + "\r\n\r\n");
  }

  @Override
  public int take(byte[] bytes, int from, int to) throws IOException {
    if (ended) {
      return to; // of the last chunk's own end
    }
    int at = from;
    if (!open) {
      Optional<HttpHead> found = HttpHead.find(bytes, from, to);
      if (found.isEmpty()) {
        return from;
      }
      HttpHead head = found.get();
      if (head.status() != 200) {
        ears.over(new Ending(Ending.How.REFUSED, head.status(), false, head.retryAfterMs()));
        return to;
      }
      open = true;
      at = head.end();
      ears.ready();
    }
    return chunks(bytes, at, to);
  }

  private int chunks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !ended) {
      if (chunkLeft > 2) { // the line end after it counts
        int end = (int) Math.min(to, at + chunkLeft - 2);
        payload(bytes, at, end);
        chunkLeft -= end - at;
        at = end;
      } else if (chunkLeft > 0) {
        int skipped = (int) Math.min(to - at, chunkLeft);
        chunkLeft -= skipped;
        at += skipped;
      } else {
        int line = Text.find(bytes, at, to, LINE_END);
        if (line == Text.NONE) {
          return at;
        }
        long size = Long.parseLong(Text.string(bytes, at, line), 16);
        ended = size == 0;
        chunkLeft = size + 2;
        at = line + LINE_END.length;
      }
    }
    if (ended) {
      ears.over(new Ending(Ending.How.CLOSED, code, true, retryAfterMs));
      return to;
    }
    return at;
  }

  private void payload(byte[] bytes, int from, int to) {
    if (left.length == 0) {
      int at = blocks(bytes, from, to);
      left = at == to ? NOTHING : Arrays.copyOfRange(bytes, at, to);
    } else {
      byte[] joined = Arrays.copyOf(left, left.length + to - from);
      System.arraycopy(bytes, from, joined, left.length, to - from);
      int at = blocks(joined, 0, joined.length);
      left = at == joined.length ? NOTHING : Arrays.copyOfRange(joined, at, joined.length);
    }
  }

  private int blocks(byte[] bytes, int from, int to) {
    int at = from;
    for (int end = Text.find(bytes, at, to, BLOCK_END);
        end != Text.NONE;
        end = Text.find(bytes, at, to, BLOCK_END)) {
      block(bytes, at, end + 1);
      at = end + BLOCK_END.length;
    }
    return at;
  }

  private void block(byte[] bytes, int from, int to) {
    int head = Math.min(to, from + LOOK_FOR_KIND);
    if (Text.startsWith(bytes, from, to, ID)) {
      if (Text.find(bytes, from, head, GAP) == Text.NONE) {
        ears.event(Text.number(bytes, from + ID.length, to), text.atMicros(bytes, from, to));
      } else {
        ears.gap(Text.member(bytes, from, to, "from"), Text.member(bytes, from, to, "to"));
      }
    } else if (Text.find(bytes, from, head, GO_AWAY) != Text.NONE) {
      code = Ending.SERVICE_RESTART;
      retryAfterMs = OptionalLong.of(Text.member(bytes, from, to, "retry_after_ms"));
      ears.goAway(retryAfterMs.getAsLong());
    } else if (Text.find(bytes, from, head, ERROR) != Text.NONE) {
      code = Text.find(bytes, from, to, SLOW) == Text.NONE ? 0 : Ending.SLOW_CONSUMER;
      long wait = Text.member(bytes, from, to, "retry_after_ms");
      retryAfterMs = wait > 0 ? OptionalLong.of(wait) : OptionalLong.empty();
    }
  }
}
