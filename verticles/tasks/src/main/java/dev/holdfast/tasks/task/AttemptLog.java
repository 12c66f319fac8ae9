package dev.holdfast.tasks.task;

import dev.holdfast.shared.identity.SessionMark;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What every line of the log about an attempt has: the task, its session by its mark, and its trace
 * where it has one.
 */
public final class AttemptLog {
  private AttemptLog() {}

  /** Costs nothing where the level is off. */
  public static LoggingEventBuilder of(LoggingEventBuilder line, Attempt attempt) {
    LoggingEventBuilder told =
        line.addKeyValue("task_id", attempt.taskId())
            .addKeyValue("attempt", attempt.number())
            .addKeyValue("session", () -> SessionMark.of(attempt.session()));
    return attempt.trace().map(trace -> told.addKeyValue("trace_id", trace.traceId())).orElse(told);
  }
}
