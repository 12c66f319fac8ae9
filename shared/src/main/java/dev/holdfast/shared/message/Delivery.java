package dev.holdfast.shared.message;

import dev.holdfast.shared.event.Event;
import java.util.List;

/**
 * Events for watchers of one gateway that are all at the same position: encode once, write to each.
 *
 * @param watchers who gets them
 * @param events contiguous, or with gaps only where a task filter left events out
 */
public record Delivery(List<Long> watchers, List<Event> events) {
  public Delivery {
    watchers = List.copyOf(watchers);
    events = List.copyOf(events);
  }
}
