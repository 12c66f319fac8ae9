package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import java.util.List;

/**
 * Events of one session, oldest first; none where there are no newer ones that are wanted.
 *
 * @param gaps what was trimmed before, between and after them, in order
 * @param next the position after which to go on; it covers what a filter left out
 * @param head the number of the session's newest event at that moment
 * @param floor the number up to which history was trimmed; no gap is after it
 */
public record EventPage(List<Event> events, List<Gap> gaps, long next, long head, long floor) {
  public EventPage {
    events = List.copyOf(events);
    gaps = List.copyOf(gaps);
  }
}
