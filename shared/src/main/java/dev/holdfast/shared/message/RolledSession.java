package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import java.util.List;

/**
 * The session that goes on for another.
 *
 * @param nextId its id
 * @param events those of the old session that tell of it; none where it was made before
 */
public record RolledSession(String nextId, List<Event> events) {
  public RolledSession {
    events = List.copyOf(events);
  }
}
