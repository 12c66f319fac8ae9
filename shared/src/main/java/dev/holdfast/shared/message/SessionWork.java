package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of a session in brief.
 *
 * @param queueLength tasks that wait
 * @param runningTask the task that runs now, if any
 * @param lastFailure the newest task that failed, if any
 * @param summary the newest one of the session, or the one it began with, if any
 */
public record SessionWork(
    long queueLength,
    @Nullable String runningTask,
    @Nullable Failure lastFailure,
    @Nullable SessionSummary summary) {
  /** Of a session without a summary. */
  public SessionWork(
      long queueLength, @Nullable String runningTask, @Nullable Failure lastFailure) {
    this(queueLength, runningTask, lastFailure, null);
  }

  /**
   * How a task failed.
   *
   * @param reason the wire name of a {@link TerminationReason}
   * @param error one line
   * @param at RFC 3339 UTC, database clock
   */
  public record Failure(String taskId, String reason, @Nullable String error, String at) {}
}
