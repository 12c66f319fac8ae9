package dev.holdfast.gateway.connection;

import dev.holdfast.shared.error.Fault;

/** One socket's way out. */
public interface Outlet {
  /** Writes events; never blocks, never refuses. */
  void write(Watcher watcher, Batch batch);

  /** The task that the watcher followed has ended with the event of that number, now written. */
  void taskEnded(Watcher watcher, long seq);

  /** Whether the socket has as much waiting as it should have. */
  boolean isFull();

  /** Ends the connection because of the client's fault. */
  void cutOff(Fault fault);
}
