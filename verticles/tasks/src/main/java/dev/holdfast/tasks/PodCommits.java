package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Committed;
import dev.holdfast.tasks.task.Commits;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;

/**
 * What tasks commit on this pod: counted, told to those that watch, and to whoever else is to hear
 * of it. Safe for every thread.
 */
final class PodCommits implements Commits {
  private final Bus bus;
  private final MeterRegistry meters;
  private volatile Consumer<List<Event>> other = events -> {};

  PodCommits(Bus bus, MeterRegistry meters) {
    this.bus = bus;
    this.meters = meters;
  }

  /** From now on tells this one, too, and nobody it told besides before. */
  void alsoTell(Consumer<List<Event>> listener) {
    other = listener;
  }

  @Override
  public void committed(long sessionNo, List<Event> events) {
    if (!events.isEmpty()) {
      count(events);
      bus.tell(Addresses.COMMITTED, new Committed(sessionNo, events));
      other.accept(events);
    }
  }

  /** Types are as many as there are; see the catalogue of events. */
  private void count(List<Event> events) {
    events.forEach(event ->
        meters.counter("holdfast.events.committed", "type", event.type().wire()).increment());
  }
}
