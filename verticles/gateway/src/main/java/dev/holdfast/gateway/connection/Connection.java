package dev.holdfast.gateway.connection;

import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;

/** A lasting connection, as the instance that is about to stop sees it. */
public interface Connection {
  /**
   * Tells the client to come back after so many milliseconds, to any pod, and closes.
   *
   * @return done when the connection is closed
   */
  Future<Void> goAway(long retryAfterMs);

  /** Tells the client the fault and closes; nothing is promised to it any more. */
  void end(Fault fault);
}
