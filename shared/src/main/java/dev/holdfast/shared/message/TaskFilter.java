package dev.holdfast.shared.message;

/** Which tasks a list holds, beside their state. */
public enum TaskFilter {
  ALL,
  /** Those that have not ended. */
  ACTIVE,
  /** Those that failed in a way that may pass, and whose attempts are used up. */
  DEAD_LETTERS
}
