package dev.holdfast.tasks.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to stop, made once, seen by an agent that waits on it or asks. */
public final class Cancellation {
  private final CountDownLatch requested = new CountDownLatch(1);

  public void request() {
    requested.countDown();
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /**
   * Waits for the request, at most so long.
   *
   * @return whether it came
   */
  public boolean await(long milliseconds) throws InterruptedException {
    return requested.await(milliseconds, TimeUnit.MILLISECONDS);
  }
}
