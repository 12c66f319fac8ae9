package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task has used.
 *
 * @param totals over all its attempts, also those that are not shown
 * @param attempts the newest 100, newest first
 */
public record TaskUsage(
    String taskId, String sessionId, UsageTotals totals, Budget budget, List<OfAttempt> attempts) {
  public TaskUsage {
    attempts = List.copyOf(attempts);
  }

  /**
   * One attempt.
   *
   * @param number as its events have it; an attempt that was not charged has the number of the next
   * @param startedAt RFC 3339 UTC, database clock
   * @param endedAt null while it runs
   * @param outcome the termination reason of the task it ended, or why it no longer counts
   * @param inputMs milliseconds in which it waited for answers; 0 while it runs
   */
  public record OfAttempt(
      int number,
      String pod,
      String startedAt,
      @Nullable String endedAt,
      @Nullable String outcome,
      Usage usage,
      long runMs,
      long inputMs) {}
}
