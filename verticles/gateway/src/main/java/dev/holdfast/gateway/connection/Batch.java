package dev.holdfast.gateway.connection;

import dev.holdfast.shared.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events on their way to several watchers, encoded when the first of a format asks. */
public final class Batch {
  private final String sessionId;
  private final List<Event> events;
  private final Map<EventFormat<?>, Object> encoded = new HashMap<>(2);

  Batch(String sessionId, List<Event> events) {
    this.sessionId = sessionId;
    this.events = events;
  }

  public List<Event> events() {
    return events;
  }

  /** The same instance for every watcher of that format. */
  @SuppressWarnings("unchecked") // a format maps only to what it made
  public <T> T as(EventFormat<T> format) {
    return (T) encoded.computeIfAbsent(format, each -> each.encode(sessionId, events));
  }
}
