package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import java.util.List;

/**
 * Events of one session that were just committed, consecutive. A hint: it may be lost, repeated or
 * late.
 */
public record Committed(long sessionNo, List<Event> events) {
  public Committed {
    events = List.copyOf(events);
  }
}
