package dev.holdfast.shared.message;

import java.util.List;

/**
 * How many tasks there are.
 *
 * @param counts by agent, then state; those of none are left out
 * @param oldestQueuedMs milliseconds since the submission of the oldest that is queued; 0 where
 *     none is
 * @param deadLetters how many are dead letters, among the failed
 */
public record TaskStats(List<Count> counts, long oldestQueuedMs, long deadLetters) {
  public TaskStats {
    counts = List.copyOf(counts);
  }

  /** Those of one agent in one state. */
  public record Count(String agent, TaskStatus status, long tasks) {}
}
