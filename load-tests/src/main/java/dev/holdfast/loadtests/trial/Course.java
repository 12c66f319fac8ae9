package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;

/** Where a watcher goes on, connection after connection. */
interface Course {
  /**
   * One connection.
   *
   * @param after the number from which on it watches
   * @param bytes after so many it is broken off; {@link Long#MAX_VALUE} for never
   */
  record Leg(Pod pod, long after, long bytes) {}

  /**
   * The next connection of a watcher.
   *
   * @param last the number of the last event that came through, 0 for none
   */
  Leg next(long last);
}
