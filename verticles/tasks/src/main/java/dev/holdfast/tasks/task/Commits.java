package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.Event;
import java.util.List;

/** Told after a commit what was committed; a hint, on which nothing depends. */
@FunctionalInterface
public interface Commits {
  /**
   * Events of one session, consecutive.
   *
   * @param events may be empty
   */
  void committed(long sessionNo, List<Event> events);
}
