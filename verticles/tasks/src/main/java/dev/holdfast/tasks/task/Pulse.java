package dev.holdfast.tasks.task;

import java.util.concurrent.TimeUnit;

/**
 * When this pod was last known to be heard, by its own monotonic clock. What others think of it
 * begins later than that, so a pod that counts from here stops before they take anything over,
 * however long it was frozen or cut off. Safe for every thread.
 */
public final class Pulse {
  private static final double NANOS = 1e9;

  private final long staleNanos;
  private volatile long heard = System.nanoTime();

  /**
   * @param staleMs milliseconds without a beat after which it is stale
   */
  public Pulse(long staleMs) {
    this.staleNanos = TimeUnit.MILLISECONDS.toNanos(staleMs);
  }

  /**
   * A beat was written.
   *
   * @param sent when it was sent, as {@link System#nanoTime()}
   */
  public void heard(long sent) {
    heard = sent;
  }

  /** Seconds since the last beat that was written. */
  public double ageSeconds() {
    return (System.nanoTime() - heard) / NANOS;
  }

  /** Whether the pod may have been given up meanwhile, for all it knows. */
  public boolean isStale() {
    return System.nanoTime() - heard > staleNanos;
  }
}
