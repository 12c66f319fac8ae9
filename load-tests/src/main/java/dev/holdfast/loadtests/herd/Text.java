package dev.holdfast.loadtests.herd;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Looks into bytes of frames without making texts of them; of one thread. */
final class Text {
  private static final int MINUTE_LENGTH = "2026-01-02T03:04".length();
  private static final byte[] AT = ascii("\"at\":\"");
  static final int NONE = -1;

  private final byte[] minute = new byte[MINUTE_LENGTH];
  private long minuteMicros;

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String string(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] wanted) {
    if (to - from < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  static int find(byte[] bytes, int from, int to, byte[] wanted) {
    for (int at = from; at <= to - wanted.length; at++) {
      if (bytes[at] == wanted[0] && startsWith(bytes, at, to, wanted)) {
        return at;
      }
    }
    return NONE;
  }

  /** The whole number that stands there; 0 where none does. */
  static long number(byte[] bytes, int from, int to) {
    long value = 0;
    for (int at = from; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    return value;
  }

  /** The number behind a member's name; 0 where it is absent. */
  static long member(byte[] bytes, int from, int to, String name) {
    byte[] wanted = ascii("\"" + name + "\":");
    int at = find(bytes, from, to, wanted);
    return at == NONE ? 0 : number(bytes, at + wanted.length, to);
  }

  /**
   * When an event happened, in microseconds since 1970.
   *
   * @throws IllegalArgumentException where it has no time
   */
  long atMicros(byte[] bytes, int from, int to) {
    int at = find(bytes, from, to, AT);
    if (at == NONE || at + AT.length + MINUTE_LENGTH + 3 >= to) {
      throw new IllegalArgumentException("no time in " + string(bytes, from, to));
    }
    int begin = at + AT.length;
    if (!startsWith(bytes, begin, to, minute)) {
      System.arraycopy(bytes, begin, minute, 0, MINUTE_LENGTH);
      minuteMicros =
          LocalDateTime.parse(string(minute, 0, MINUTE_LENGTH)).toEpochSecond(ZoneOffset.UTC)
              * 1_000_000;
    }
    int second = begin + MINUTE_LENGTH + 1;
    long micros = number(bytes, second, second + 2) * 1_000_000;
    if (bytes[second + 2] == '.') {
      long unit = 100_000;
      for (int digit = second + 3; bytes[digit] >= '0' && bytes[digit] <= '9'; digit++) {
        micros += (bytes[digit] - '0') * unit;
        unit /= 10;
      }
    }
    return minuteMicros + micros;
  }
}
