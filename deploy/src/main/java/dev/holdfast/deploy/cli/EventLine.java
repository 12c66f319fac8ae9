package dev.holdfast.deploy.cli;

import dev.holdfast.deploy.cli.api.Happening;
import dev.holdfast.deploy.cli.show.Plain;

/** An event, or a hole in the log, on one line. */
final class EventLine {
  private static final int DATA_MAX = 100;

  private EventLine() {}

  /**
   * For example {@code 3 2026-01-02T03:04:05Z task.progress tsk_1 {"tokens_used":60}}, or {@code
   * gap 2-5200 trimmed}.
   */
  static String of(Happening event) {
    if (event.isGap()) {
      return "gap %s-%s %s"
          .formatted(
              Plain.of(event.event().path("from")),
              Plain.of(event.event().path("to")),
              Plain.of(event.event().path("reason")));
    }
    return "%d  %s  %s  %s  %s"
        .formatted(
            event.seq(),
            Plain.of(event.event().path("at")),
            event.type(),
            Plain.of(event.event().path("task_id")),
            Plain.cut(Plain.of(event.data()), DATA_MAX));
  }
}
