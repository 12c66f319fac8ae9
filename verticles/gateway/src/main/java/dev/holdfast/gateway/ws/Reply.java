package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a frame.
 *
 * @param text null where none is due
 * @param afterwards done when the text has been written, before anything else is
 */
record Reply(@Nullable String text, Runnable afterwards) {
  static Reply of(String text) {
    return new Reply(text, () -> {});
  }

  /**
   * The answer to an op.
   *
   * @param requestId the caller's mark as JSON text
   */
  static Reply to(String op, String requestId, Consumer<JsonOut> body) {
    return of(ServerFrame.reply(op + "_res", requestId, body));
  }

  static Reply none() {
    return new Reply(null, () -> {});
  }
}
