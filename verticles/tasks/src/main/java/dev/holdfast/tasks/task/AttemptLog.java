package dev.holdfast.tasks.task;

import dev.holdfast.shared.identity.SessionMark;
import org.slf4j.spi.LoggingEventBuilder;

/** What every line of the log about an attempt has: the task, and its session by its mark. */
public final class AttemptLog {
  private AttemptLog() {}

  /** Costs nothing where the level is off. */
  public static LoggingEventBuilder of(LoggingEventBuilder line, Attempt attempt) {
    return line.addKeyValue("task_id", attempt.taskId())
        .addKeyValue("attempt", attempt.number())
        .addKeyValue("session", () -> SessionMark.of(attempt.session()));
  }
}
