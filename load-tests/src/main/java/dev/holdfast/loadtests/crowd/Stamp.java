package dev.holdfast.loadtests.crowd;

import java.nio.charset.StandardCharsets;

/**
 * What a published text begins with: {@code @@}, its number in 8 digits and when it was due in 16,
 * hexadecimal; filled up with dots. By it a message is known wherever it stands in a frame.
 */
final class Stamp {
  private static final int NUMBER_DIGITS = 8;
  private static final int TIME_DIGITS = 16;
  private static final int LENGTH = 2 + NUMBER_DIGITS + TIME_DIGITS;

  private Stamp() {}

  /** A text of so many bytes. */
  static String text(int number, long nanos, int bytes) {
    String stamp =
        "@@%0{N}x%0{T}x"
            .replace("{N}", "" + NUMBER_DIGITS)
            .replace("{T}", "" + TIME_DIGITS)
            .formatted(number, nanos);
    return stamp + ".".repeat(Math.max(0, bytes - LENGTH));
  }

  /** Where one begins; -1 where there is none. */
  static int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - LENGTH; at++) {
      if (bytes[at] == '@' && bytes[at + 1] == '@') {
        return at;
      }
    }
    return -1;
  }

  static int number(byte[] bytes, int at) {
    return (int) hex(bytes, at + 2, NUMBER_DIGITS);
  }

  static long nanos(byte[] bytes, int at) {
    return hex(bytes, at + 2 + NUMBER_DIGITS, TIME_DIGITS);
  }

  private static long hex(byte[] bytes, int from, int digits) {
    long value = 0;
    for (int at = from; at < from + digits; at++) {
      value = (value << 4) | Character.digit(bytes[at], 16);
    }
    return value;
  }

  /** The text of a frame, for a protocol's own handshake. */
  static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
