package dev.holdfast.gateway.ws;

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

  static Reply none() {
    return new Reply(null, () -> {});
  }
}
