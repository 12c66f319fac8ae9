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
 */
public record Delivery(List<Long> watchers, Optional<Gap> gap, List<Event> events) {
  public Delivery {
    watchers = List.copyOf(watchers);
    events = List.copyOf(events);
  }

  /** With nothing missing before it. */
  public Delivery(List<Long> watchers, List<Event> events) {
    this(watchers, Optional.empty(), events);
  }
}
