package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What a task may use, and what came of it.
 *
 * @param limits as they count: the tighter of what was wanted and what is configured
 * @param turnsMax the most turns that one attempt may take now; null for no limit
 * @param correlationId the id of the request that submitted it; null for a task of an older version
 * @param purpose what the service itself wants of it, such as {@code summary}; null for what a
 *     client submitted
 */
public record TaskAccount(
    TaskLimits limits,
    @Nullable Long turnsMax,
    TaskTimings timings,
    @Nullable String correlationId,
    @Nullable String purpose) {
  /** Of a task that a client submitted. */
  public TaskAccount(
      TaskLimits limits,
      @Nullable Long turnsMax,
      TaskTimings timings,
      @Nullable String correlationId) {
    this(limits, turnsMax, timings, correlationId, null);
  }

  /** Of a task that was only just submitted and that nothing limits. */
  public static final TaskAccount NONE =
      new TaskAccount(TaskLimits.CONFIGURED, null, TaskTimings.NONE, null);
}
