package dev.holdfast.gateway.connection;

import io.vertx.core.Future;

/** A lasting connection, as the instance that is about to stop sees it. */
public interface Connection {
  /**
   * Tells the client to come back after so many milliseconds, to any pod, and closes.
   *
   * @return done when the connection is closed
   */
  Future<Void> goAway(long retryAfterMs);
}
