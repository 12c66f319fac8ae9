package dev.holdfast.tasks.agent.command;

import org.jspecify.annotations.Nullable;

/** What a program told of its own result while it ran. */
final class CommandResult {
  private static final int ERROR_LENGTH_MAX = 500;

  private @Nullable String result;
  private String lastErrorLine = "";

  /**
   * @param json one JSON object as text
   */
  synchronized void set(String json) {
    result = json;
  }

  synchronized @Nullable String get() {
    return result;
  }

  synchronized void errorLine(String line) {
    if (!line.isBlank()) {
      lastErrorLine = line.length() > ERROR_LENGTH_MAX ? line.substring(0, ERROR_LENGTH_MAX) : line;
    }
  }

  /** The last line of its standard error as the end of a sentence; empty where there was none. */
  synchronized String lastError() {
    return lastErrorLine.isEmpty() ? "" : ": " + lastErrorLine.strip();
  }
}
