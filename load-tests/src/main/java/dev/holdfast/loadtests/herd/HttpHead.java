package dev.holdfast.loadtests.herd;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The head of a response.
 *
 * @param end where the body begins
 */
record HttpHead(int status, OptionalLong retryAfterMs, int end) {
  private static final byte[] BLANK_LINE = Text.ascii("\r\n\r\n");
  private static final String RETRY_AFTER = "\r\nretry-after: ";
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  /** Nothing where it is not whole. */
  static Optional<HttpHead> find(byte[] bytes, int from, int to) {
    int over = Text.find(bytes, from, to, BLANK_LINE);
    if (over == Text.NONE) {
      return Optional.empty();
    }
    int end = over + BLANK_LINE.length;
    String head = Text.string(bytes, from, end).toLowerCase(Locale.ROOT);
    int named = head.indexOf(RETRY_AFTER);
    OptionalLong retryAfterMs =
        named < 0
            ? OptionalLong.empty()
            : OptionalLong.of(1_000 * Text.number(bytes, from + named + RETRY_AFTER.length(), end));
    return Optional.of(
        new HttpHead((int) Text.number(bytes, from + STATUS_AT, end), retryAfterMs, end));
  }
}
