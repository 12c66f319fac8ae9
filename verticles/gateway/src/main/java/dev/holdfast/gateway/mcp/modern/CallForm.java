package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.shared.message.ToolTraits;

/** How a call of the operator's tool is answered. */
enum CallForm {
  /** With its result, on the response. */
  RESULT,
  /** With the task that it is. */
  TASK,
  /** With what it asks first, and with the task once that is answered. */
  ROUNDS_THEN_TASK;

  /** Refuses a client that does not know tasks where the tool needs one that does. */
  static CallForm of(ToolTraits traits, ModernMeta meta) {
    return switch (traits.tasks()) {
      case FORBIDDEN -> RESULT;
      case OPTIONAL -> meta.tasks() ? task(traits) : RESULT;
      case REQUIRED -> {
        meta.requireTasks();
        yield task(traits);
      }
    };
  }

  private static CallForm task(ToolTraits traits) {
    return traits.asksFirst() ? ROUNDS_THEN_TASK : TASK;
  }

  /**
   * Whether the response tells of the task until something is asked or it has ended.
   *
   * @param answers whether the client came again with answers
   */
  boolean streams(boolean answers) {
    return switch (this) {
      case RESULT -> true;
      case TASK -> false;
      case ROUNDS_THEN_TASK -> !answers;
    };
  }
}
