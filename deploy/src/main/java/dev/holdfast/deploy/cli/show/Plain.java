package dev.holdfast.deploy.cli.show;

import com.fasterxml.jackson.databind.JsonNode;

/** Text of a server, made harmless for a terminal. */
public final class Plain {
  private static final int ELLIPSIS_AT_LEAST = 2;

  private Plain() {}

  /** A value on one line; a dash for what is not there. */
  public static String of(JsonNode value) {
    if (value.isMissingNode()
        || value.isNull()
        || (value.isValueNode() && value.asText().isEmpty())) {
      return "-";
    }
    return line(value.isValueNode() ? value.asText() : value.toString());
  }

  /** Without control characters, those that turn the direction of writing included. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(each -> isHarmless(each) ? each : ' ').forEach(line::appendCodePoint);
    return line.toString();
  }

  /** JSON that means the same, with what {@link #line} takes out written as escapes. */
  public static String json(JsonNode value) {
    String text = value.toString();
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(each -> {
          if (isHarmless(each)) {
            plain.appendCodePoint(each);
          } else {
            for (char unit : Character.toChars(each)) {
              plain.append("\\u%04x".formatted((int) unit));
            }
          }
        });
    return plain.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** At most so many characters. */
  public static String cut(String text, int charactersMax) {
    if (text.codePointCount(0, text.length()) <= charactersMax) {
      return text;
    }
    int kept = Math.max(charactersMax, ELLIPSIS_AT_LEAST) - 1;
    return text.substring(0, text.offsetByCodePoints(0, kept)) + "…";
  }
}
