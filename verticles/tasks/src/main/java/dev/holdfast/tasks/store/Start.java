package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.tasks.task.Attempt;
import java.util.List;

/** What beginning a session's head task came to. */
public sealed interface Start {
  /** An attempt, and the events that tell of it. */
  record Begun(Attempt attempt, List<Event> events) implements Start {}

  /** The head task has ended without one, as the events tell: nothing is left of a budget. */
  record Refused(List<Event> events) implements Start {}

  /** There is none to start. */
  record Nothing() implements Start {}
}
