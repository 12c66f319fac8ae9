package dev.holdfast.shared.message;

/**
 * What work has used, over all attempts: also those that were lost, paused or superseded.
 *
 * @param usage as the agents reported it; exact to the last report that was booked
 * @param tasks how many tasks
 * @param attempts how many attempts
 * @param runMs milliseconds of the attempts that ended, without waiting for answers
 */
public record UsageTotals(Usage usage, long tasks, long attempts, long runMs) {
  /** Nothing. */
  public static final UsageTotals NONE = new UsageTotals(Usage.NONE, 0, 0, 0);

  /** Both together. */
  public UsageTotals plus(UsageTotals other) {
    return new UsageTotals(
        usage.plus(other.usage),
        tasks + other.tasks,
        attempts + other.attempts,
        runMs + other.runMs);
  }
}
