package dev.holdfast.gateway.connection;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events on their way to several watchers, encoded when the first of a format asks. */
public final class Batch {
  private final String sessionId;
  private final Optional<Gap> gap;
  private final List<Event> events;
  private final boolean awaited;
  private final Map<EventFormat<?>, Object> encoded = new HashMap<>(2);

  Batch(String sessionId, Optional<Gap> gap, List<Event> events, boolean awaited) {
    this.sessionId = sessionId;
    this.gap = gap;
    this.events = events;
    this.awaited = awaited;
  }

  /** What was trimmed before the first of them. */
  Optional<Gap> gap() {
    return gap;
  }

  /** The first so many of them, for one watcher alone. */
  public Batch first(int count) {
    return count >= events.size()
        ? this
        : new Batch(sessionId, gap, events.subList(0, count), awaited);
  }

  /** Whether its sender waits until it was taken. */
  boolean awaited() {
    return awaited;
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
