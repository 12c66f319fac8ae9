package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.limit.Pace;
import io.vertx.core.Vertx;

/** Whoever says more than it may is not read for as long as that takes; nothing is lost. */
final class Slowing {
  private final Vertx vertx;
  private final Pace pace;
  private final Runnable changed;
  private boolean slowed;

  /**
   * @param changed run where it begins or ends
   */
  Slowing(Vertx vertx, Pace pace, Runnable changed) {
    this.vertx = vertx;
    this.pace = pace;
    this.changed = changed;
  }

  /** A message of so many bytes came. */
  void heard(int length) {
    long waitMs = pace.heard(length);
    if (waitMs > 0 && !slowed) {
      slowed = true;
      vertx.setTimer(
          waitMs,
          over -> {
            slowed = false;
            changed.run();
          });
      changed.run();
    }
  }

  boolean isSlowed() {
    return slowed;
  }
}
