package dev.holdfast.shared.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a session's mode may allow or not. What is not here, as reading tasks and events or asking
 * for the binding itself, every mode may do.
 */
public enum SessionTool {
  SET_PROJECT,
  SUBMIT_TASK,
  /** Over a WebSocket only: over HTTP no session asks for it. */
  CANCEL,
  /** Over a WebSocket only, as {@link #CANCEL}. */
  ANSWER_INPUT,
  CHANGE_QUEUE,
  APPEND_ENTRIES,
  READ_ENTRIES,
  QUERY_ENTRIES,
  ROTATE_ENTRIES,
  VERIFY_ENTRIES,
  SET_BUDGET;

  /** The name in configuration, refusals and the audit trail. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SessionTool> ofWire(String wire) {
    return Arrays.stream(values()).filter(tool -> tool.wire().equals(wire)).findFirst();
  }
}
