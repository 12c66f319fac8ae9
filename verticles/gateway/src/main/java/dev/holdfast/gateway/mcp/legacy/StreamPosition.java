package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.shared.error.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a client is in one stream. The text form is the id of a server-sent event; all that a pod
 * needs to go on with the stream is in it, so that none has to remember streams. It opens nothing:
 * the task is authorised like any other.
 *
 * @param taskId which task the stream tells of
 * @param request the id of the request that it answers, as JSON text
 * @param token the progress token of that request, as JSON text
 * @param seq the number of the session's event up to which the stream has told
 * @param told the progress that was told last
 * @param ended whether the result was told
 */
record StreamPosition(
    String taskId, String request, String token, long seq, long told, boolean ended) {
  private static final String SEPARATOR = "\n";
  private static final String END = "end";
  private static final int LENGTH_MAX = 4_096;
  private static final int PARTS = 3;
  private static final int PARTS_AGAIN = 4;
  private static final int NAMES = 3;
  private static final int SCALAR_MAX = 200;

  /** {@code {stream}.{seq}.{told}}, or {@code {stream}.{seq}.end}. */
  String text() {
    String names = String.join(SEPARATOR, taskId, request, token);
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(names.getBytes(StandardCharsets.UTF_8))
        + "."
        + seq
        + "."
        + (ended ? END : Long.toString(told));
  }

  /**
   * The same position under an id of its own, for a stream that goes on there: clients that count
   * how often they came back without a new id give up in the end.
   */
  String again() {
    return text() + "." + Nonce.mint();
  }

  /** Empty where the text is no position. */
  static Optional<StreamPosition> of(String text) {
    String[] parts = text.split("\\.", -1);
    if (text.length() > LENGTH_MAX || parts.length < PARTS || parts.length > PARTS_AGAIN) {
      return Optional.empty();
    }
    try {
      String[] names =
          new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)
              .split(SEPARATOR, -1);
      boolean ended = parts[2].equals(END);
      long seq = Long.parseLong(parts[1]);
      long told = ended ? 0 : Long.parseLong(parts[2]);
      return names.length == NAMES && seq >= 0
          ? Optional.of(
              new StreamPosition(names[0], scalar(names[1]), scalar(names[2]), seq, told, ended))
          : Optional.empty();
    } catch (IllegalArgumentException | Fault e) {
      return Optional.empty();
    }
  }

  StreamPosition at(long newSeq, long newTold) {
    return new StreamPosition(taskId, request, token, newSeq, newTold, false);
  }

  StreamPosition end(long lastSeq) {
    return new StreamPosition(taskId, request, token, lastSeq, told, true);
  }

  /** What was written into an id by somebody else is read as what it is, one JSON value. */
  private static String scalar(String json) {
    return StrictJson.object("{\"v\":" + json + "}").mark("v", SCALAR_MAX);
  }
}
