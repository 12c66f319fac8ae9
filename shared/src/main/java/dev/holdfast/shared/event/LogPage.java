package dev.holdfast.shared.event;

import java.util.List;

/**
 * What one snapshot of a session's log has after a position. A number that is at most {@link
 * #through} and that no event has was trimmed.
 *
 * @param after the position
 * @param events oldest first
 * @param full whether there may be more of them
 * @param head the number of the newest event, trimmed or not
 * @param floor the number up to which history was trimmed; 0 for none
 */
public record LogPage(long after, List<Event> events, boolean full, long head, long floor) {
  public LogPage {
    events = List.copyOf(events);
  }

  /** The number up to which the page tells everything that is left. */
  public long through() {
    long last = events.isEmpty() ? after : Math.max(after, events.getLast().seq());
    return full ? last : Math.max(last, floor);
  }
}
