package dev.holdfast.tasks.execution;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.Committed;
import java.util.List;

/** Tells broadcast, after the commit, what was committed. */
public final class Tell {
  private final Bus bus;

  public Tell(Bus bus) {
    this.bus = bus;
  }

  /** A hint; nothing depends on its arrival. */
  public void committed(long sessionNo, List<Event> events) {
    if (!events.isEmpty()) {
      bus.tell(Addresses.COMMITTED, new Committed(sessionNo, events));
    }
  }
}
