package dev.holdfast.gateway.connection;

import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Gap;

/** One socket's way out. */
public interface Outlet {
  /** Writes events; never blocks, never refuses. */
  void write(Watcher watcher, Batch batch);

  /** History was trimmed between what was written and what is written next. */
  void gap(Watcher watcher, Gap gap);

  /** The task that the watcher followed has ended with the event of that number, now written. */
  void taskEnded(Watcher watcher, long seq);

  /** Whether the socket has as much waiting as it should have. */
  boolean isFull();

  /** Ends the connection because of the client's fault. */
  void cutOff(Fault fault);
}
