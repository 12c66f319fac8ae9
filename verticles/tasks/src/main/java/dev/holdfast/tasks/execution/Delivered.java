package dev.holdfast.tasks.execution;

/**
 * What an agent has delivered so far: its text, or its program's standard output, the newest 65536
 * characters. Safe for several threads.
 */
final class Delivered {
  private static final int CHARACTERS_MAX = 65_536;

  private final StringBuilder text = new StringBuilder();

  /**
   * Takes what counts as delivered.
   *
   * @param stream as an output event has it; only {@code text} and {@code stdout} count
   */
  synchronized void said(String stream, String piece) {
    switch (stream) {
      case "text" -> add(piece);
      case "stdout" -> add(piece.endsWith("\n") ? piece : piece + "\n");
      default -> {}
    }
  }

  /** Empty where there is nothing but white space. */
  synchronized String text() {
    return text.toString().strip();
  }

  private void add(String piece) {
    text.append(piece);
    int over = text.length() - CHARACTERS_MAX;
    if (over > 0) {
      text.delete(0, Character.isLowSurrogate(text.charAt(over)) ? over + 1 : over);
    }
  }
}
