package dev.holdfast.loadtests.hostile;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * One way to break the rules.
 *
 * @param name for tables
 * @param bytes what is sent at once; a WebSocket's upgrade, {@code hello} and its answer go before
 *     it where {@link #upgraded} says so
 * @param upgraded whether it is sent on an open WebSocket
 * @param halfway whether the client leaves at once, in the middle of what it says
 * @param answers the status codes or close codes that are right, or 0 for a connection that is
 *     ended without a word
 */
public record Attack(
    String name, Buffer bytes, boolean upgraded, boolean halfway, Set<Integer> answers) {
  /** The connection is over and nothing was said. */
  public static final int SILENCE = 0;

  /** A request whose answer must be one of the status codes. */
  static Attack request(String name, String text, Integer... answers) {
    return new Attack(name, Buffer.buffer(text, "ISO-8859-1"), false, false, Set.of(answers));
  }

  /** Bytes on an open WebSocket, which must be closed with one of the codes. */
  static Attack frame(String name, byte[] bytes, Integer... answers) {
    return new Attack(name, Buffer.buffer(bytes), true, false, Set.of(answers));
  }

  /** The same by a client that leaves before it is done. */
  Attack cutShort() {
    return new Attack(name, bytes, upgraded, true, Set.of());
  }

  /** The upgrade of a WebSocket, RFC 6455 section 4.1. */
  static byte[] upgrade(String host) {
    String key = Base64.getEncoder().encodeToString(new byte[16]);
    return ("GET /ws HTTP/1.1\r\nHost: "
            + host
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: "
            + key
            + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
