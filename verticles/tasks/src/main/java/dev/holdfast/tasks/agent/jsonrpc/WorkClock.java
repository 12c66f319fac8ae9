package dev.holdfast.tasks.agent.jsonrpc;

import java.util.concurrent.TimeUnit;

/**
 * How long something may still take. The time in which a question waits for its owner does not
 * count. Safe for several threads.
 */
public final class WorkClock {
  private final long nanosMax;
  private long spent;
  private long since = System.nanoTime();
  private int pauses;

  public WorkClock(long milliseconds) {
    nanosMax = TimeUnit.MILLISECONDS.toNanos(milliseconds);
  }

  /** Time does not count until as many calls of {@link #resume}. */
  public synchronized void pause() {
    if (pauses++ == 0) {
      spent += System.nanoTime() - since;
    }
  }

  /** Time counts again, once every pause is over. */
  public synchronized void resume() {
    if (--pauses == 0) {
      since = System.nanoTime();
    }
  }

  synchronized boolean isPaused() {
    return pauses > 0;
  }

  /** Nanoseconds left; none or less where the time is over. */
  synchronized long left() {
    return nanosMax - spent - (pauses > 0 ? 0 : System.nanoTime() - since);
  }
}
