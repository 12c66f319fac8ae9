package dev.holdfast.gateway.mcp.legacy;

import java.util.Optional;

/**
 * What a request of ours to the client was about. Its id says so itself, so that any pod can take
 * the answer.
 */
record AskedFor(String taskId, String inputId) {
  private static final String PREFIX = "ask";
  private static final int PARTS = 3;

  static String id(String taskId, String inputId) {
    return String.join(":", PREFIX, taskId, inputId);
  }

  /** Empty where the id is none of ours. */
  static Optional<AskedFor> of(String id) {
    String[] parts = id.split(":", -1);
    return parts.length == PARTS && parts[0].equals(PREFIX)
        ? Optional.of(new AskedFor(parts[1], parts[2]))
        : Optional.empty();
  }
}
