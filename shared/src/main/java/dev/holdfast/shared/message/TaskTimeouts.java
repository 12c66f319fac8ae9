package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * How long a task may take, where its submitter wants less than the configuration allows; null for
 * the configured time. Each end has a termination reason of its own.
 *
 * @param queueMs milliseconds until its first attempt begins; {@code timeout_queue}
 * @param runMs milliseconds of one attempt, without the time in which it waits for an answer;
 *     {@code timeout_run}
 * @param stallMs milliseconds of an attempt without any news of the agent; {@code timeout_stall}
 */
public record TaskTimeouts(
    @Nullable Integer queueMs, @Nullable Integer runMs, @Nullable Integer stallMs) {
  /** As configured. */
  public static final TaskTimeouts CONFIGURED = new TaskTimeouts(null, null, null);
}
