package dev.holdfast.gateway.session;

/** The alphabet of values that travel in headers and are compared byte by byte: 0x21-0x7E. */
public final class VisibleAscii {
  private VisibleAscii() {}

  /** Whether the text has 1 to so many characters, all of them visible ASCII. */
  public static boolean isValid(String text, int max) {
    return !text.isEmpty()
        && text.length() <= max
        && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
  }
}
