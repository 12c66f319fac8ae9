package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a call of a tool is answered to a client of the Model Context Protocol that knows tasks; the
 * call is a durable task in each case. The names are those of {@code execution.taskSupport}
 * (2025-11-25).
 */
public enum TaskSupport {
  /** With the task. */
  OPTIONAL,
  /** With the result, on the response. */
  FORBIDDEN,
  /** With the task; clients that do not know tasks may not call it. */
  REQUIRED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TaskSupport> ofWire(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }
}
