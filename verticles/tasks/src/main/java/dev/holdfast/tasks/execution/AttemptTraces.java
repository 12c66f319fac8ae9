package dev.holdfast.tasks.execution;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionMark;
import dev.holdfast.shared.trace.Span;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.task.Attempt;
import java.util.List;

/** The spans of attempts: of the whole of one, and of its end. */
final class AttemptTraces {
  private final Tracing tracing;
  private final PodId pod;

  AttemptTraces(Tracing tracing, PodId pod) {
    this.tracing = tracing;
    this.pod = pod;
  }

  /** Goes on with the trace of the attempt's task. */
  Span begun(Attempt attempt) {
    return tracing
        .begin("run", Tracing.Side.CONSUMER, attempt.trace())
        .note("holdfast.task_id", attempt.taskId())
        .note("holdfast.attempt", () -> Integer.toString(attempt.number()))
        .note("holdfast.agent", attempt.agent())
        .note("holdfast.pod", pod.name())
        .note("holdfast.session", () -> SessionMark.of(attempt.session()));
  }

  /** The end of it; {@link #told} says which. */
  Span ending(Span attempt) {
    return tracing.begin("end of attempt", Tracing.Side.INSIDE, attempt.context());
  }

  /** The event that ended the task, or the attempt where its task goes on. */
  static void told(Span span, List<Event> events) {
    events.stream()
        .filter(event -> event.type().terminal())
        .findFirst()
        .ifPresentOrElse(
            event -> note(span.named("terminal event"), event).end(),
            () -> {
              events.stream().findFirst().ifPresent(event -> note(span, event));
              span.end();
            });
  }

  private static Span note(Span span, Event event) {
    return span.note("holdfast.event", event.type().wire())
        .note("holdfast.seq", () -> Long.toString(event.seq()));
  }
}
