package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TerminationReason;
import org.jspecify.annotations.Nullable;

/**
 * How a task ends.
 *
 * @param error one line, for a failure
 * @param result one JSON object as text, for a completion
 */
public record Ending(
    TaskStatus status, TerminationReason reason, @Nullable String error, @Nullable String result) {

  public static Ending completed(String result) {
    return new Ending(TaskStatus.COMPLETED, TerminationReason.COMPLETED, null, result);
  }

  /** A limit was hit, and what was delivered until then counts. */
  public static Ending partial(String result) {
    return new Ending(TaskStatus.COMPLETED, TerminationReason.PARTIAL, null, result);
  }

  public static Ending cancelled() {
    return new Ending(TaskStatus.CANCELLED, TerminationReason.CANCELLED, null, null);
  }

  /** The error may be a program's last words; Postgres holds any character but U+0000. */
  public static Ending failed(TerminationReason reason, String error) {
    return new Ending(TaskStatus.FAILED, reason, error.replace('\0', '\uFFFD'), null);
  }

  /** The event that tells of it. */
  public EventType event() {
    return switch (status) {
      case COMPLETED -> EventType.TASK_COMPLETED;
      case FAILED -> EventType.TASK_FAILED;
      case CANCELLED -> EventType.TASK_CANCELLED;
      case QUEUED, RUNNING, WAITING_INPUT ->
          throw new IllegalStateException("not an ending: " + status);
    };
  }
}
