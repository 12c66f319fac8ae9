package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * How much a task may use and what is to become of it where that is not enough.
 *
 * @param taskType what kind of work it is, for the configured turn limits; null for none
 * @param budget of all its attempts together
 * @param acceptsPartial whether what was delivered until a limit was hit counts as a completion
 */
public record TaskLimits(@Nullable String taskType, Budget budget, boolean acceptsPartial) {
  /** Nothing but what is configured. */
  public static final TaskLimits CONFIGURED = new TaskLimits(null, Budget.NONE, false);
}
