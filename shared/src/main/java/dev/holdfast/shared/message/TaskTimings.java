package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a task's time went, in milliseconds by the database clock.
 *
 * @param queueMs from its submission to its first attempt, a wanted delay included; null before
 * @param runMs of its attempts that ended, without the time in which they waited for an answer
 * @param inputMs in which attempts that ended waited for an answer
 */
public record TaskTimings(@Nullable Long queueMs, long runMs, long inputMs) {
  /** Nothing has happened yet. */
  public static final TaskTimings NONE = new TaskTimings(null, 0, 0);
}
