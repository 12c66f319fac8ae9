package dev.holdfast.gateway.mcp.legacy;

import java.util.Optional;

/**
 * What a request of ours to the client was about. Its id says so itself, so that any pod can take
 * the answer.
 *
 * @param name which of the question's requests it was
 */
record AskedFor(String taskId, String inputId, String name) {
  private static final String PREFIX = "ask";
  private static final int PARTS = 4;

  static String id(String taskId, String inputId, String name) {
    return String.join(":", PREFIX, taskId, inputId, name);
  }

  /** Empty where the id is none of ours. */
  static Optional<AskedFor> of(String id) {
    String[] parts = id.split(":", PARTS);
    return parts.length == PARTS && parts[0].equals(PREFIX)
        ? Optional.of(new AskedFor(parts[1], parts[2], parts[3]))
        : Optional.empty();
  }
}
