package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import java.util.List;
import java.util.Optional;

/**
 * Events for watchers of one gateway that are all at the same position: encode once, write to each.
 *
 * @param watchers who gets them
 * @param gap what was trimmed before the first of them
 * @param events contiguous, or with gaps only where a filter left events out
 * @param awaited whether the sender has more of the log, and reads it only when each watcher has
 *     answered with a {@link Flow} that goes on
 */
public record Delivery(
    List<Long> watchers, Optional<Gap> gap, List<Event> events, boolean awaited) {
  public Delivery {
    watchers = List.copyOf(watchers);
    events = List.copyOf(events);
  }

  /** With nothing missing before it; nobody waits for it. */
  public Delivery(List<Long> watchers, List<Event> events) {
    this(watchers, Optional.empty(), events, false);
  }
}
