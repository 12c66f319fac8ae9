package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list begins that has two parts: our own, then what servers offer. Its
 * text is {@code own.others}, either of them {@code -} where nothing is left of it.
 *
 * @param own before which number our own go on; null for the first of them
 * @param others how many of the servers' stand before
 */
record Cursor(@Nullable Long own, boolean ownOver, int others, boolean othersOver) {
  static final Cursor FIRST = new Cursor(null, false, 0, false);

  private static final String OVER = "-";
  private static final int CURSOR_MAX = 40;

  static Cursor of(Fields params) {
    String text = params.textOrNull("cursor", 1, CURSOR_MAX);
    if (text == null) {
      return FIRST;
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw unknown();
    }
    try {
      boolean ownOver = parts[0].equals(OVER);
      boolean othersOver = parts[1].equals(OVER);
      int others = othersOver ? 0 : Integer.parseInt(parts[1]);
      if (others < 0) {
        throw unknown();
      }
      return new Cursor(ownOver ? null : Long.valueOf(parts[0]), ownOver, others, othersOver);
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  /**
   * Where the page after one begins; null where there is none.
   *
   * @param own what our own go on before; null where nothing is left of them
   * @param others how many of the servers' stand before; null where nothing is left of them
   */
  static @Nullable String next(@Nullable Long own, @Nullable Integer others) {
    return own == null && others == null
        ? null
        : (own == null ? OVER : Long.toString(own))
            + "."
            + (others == null ? OVER : Integer.toString(others));
  }

  private static Fault unknown() {
    return new Fault(ErrorCode.INVALID_FIELD, "cursor is none of this server");
  }
}
