package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import java.util.List;

/** Consecutive events of one session, oldest first; none where there are no newer ones. */
public record EventPage(List<Event> events) {
  public EventPage {
    events = List.copyOf(events);
  }
}
