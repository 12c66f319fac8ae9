package dev.holdfast.shared.message;

import java.util.List;

/**
 * Asks which of some sessions, of any owner, have unfinished tasks, or one that finished within a
 * time; what is committed when the question is asked counts.
 *
 * @param withinS seconds, 0 for unfinished tasks only
 */
public record FindBusySessions(List<Long> sessions, long withinS) {
  public FindBusySessions {
    sessions = List.copyOf(sessions);
  }
}
