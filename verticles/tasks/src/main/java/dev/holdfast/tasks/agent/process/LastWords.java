package dev.holdfast.tasks.agent.process;

/** The last line of a program's standard error: often the reason of its failure. */
public final class LastWords {
  private static final int LENGTH_MAX = 500;

  private String line = "";

  /** Takes a line; empty ones say nothing. */
  public synchronized void heard(String text) {
    if (!text.isBlank()) {
      line = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    }
  }

  /** As the end of a sentence; empty where there was none. */
  public synchronized String asEnding() {
    return line.isEmpty() ? "" : ": " + line.strip();
  }
}
