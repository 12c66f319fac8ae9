package dev.holdfast.shared.error;

import java.util.Locale;
import java.util.Optional;

/**
 * The closed catalogue of codes that a WebSocket is closed with, and whether its client should
 * connect again. RFC 6455 gives 1000-2999 their meaning; 4000-4999 are our own, chosen to mirror
 * the HTTP status.
 */
public enum CloseCode {
  GOING_AWAY(1001, true, "No pong came back for three heartbeats"),
  PROTOCOL_ERROR(1002, false, "The frames were not those of RFC 6455"),
  UNSUPPORTED_DATA(1003, false, "A binary message; only text is understood"),
  INVALID_DATA(1007, false, "Text that is not UTF-8"),
  TOO_BIG(
      1009,
      false,
      "A frame or message beyond gateway.frame_bytes_max, or one in more than"
          + " gateway.fragments_max fragments"),
  INTERNAL_ERROR(1011, false, "A bug in the server"),
  SERVICE_RESTART(
      1012, true, "The pod stops; any other will do, after the retry_after_ms of the goaway frame"),
  TRY_AGAIN_LATER(1013, true, "The server, or the store behind it, has no capacity right now"),
  SLOW_CONSUMER(
      4008, true, "Nothing was read for gateway.slow_consumer_ms; resume from the last seq"),
  HELLO_REQUIRED(4400, false, "The first frame was no hello that can be answered"),
  UNAUTHENTICATED(
      4401,
      false,
      "The credential is missing, unknown, expired or revoked; connect with another one"),
  FORBIDDEN(4403, false, "The credential does not open this"),
  UNSUPPORTED_VERSION(4406, false, "The protocol_version is not spoken here"),
  HELLO_TIMEOUT(4408, true, "No hello was accepted within gateway.handshake_ms"),
  REPLACED(4409, false, "Another connection offered itself under the id of this worker"),
  TOO_MANY(4429, true, "A limit of connections was reached; after the retry_after_ms of the error");

  private final int code;
  private final boolean reconnect;
  private final String meaning;

  CloseCode(int code, boolean reconnect, String meaning) {
    this.code = code;
    this.reconnect = reconnect;
    this.meaning = meaning;
  }

  /** The one of that number; empty where it is none of ours. */
  public static Optional<CloseCode> of(int code) {
    for (CloseCode each : values()) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The stable name, for example {@code going_away}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the client should connect again as it is. */
  public boolean reconnect() {
    return reconnect;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
