package dev.holdfast.tasks.agent;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, seen by an agent that waits on it or asks. Made once: the first reason counts.
 */
public final class Cancellation {
  private final CompletableFuture<StopReason> requested = new CompletableFuture<>();
  private final CountDownLatch latch = new CountDownLatch(1);

  public void request(StopReason why) {
    requested.complete(why);
    latch.countDown();
  }

  public boolean isRequested() {
    // Not by the latch: who was woken by the future would find it closed a moment longer.
    return requested.isDone();
  }

  /** Why, once it was requested. */
  public Optional<StopReason> reason() {
    return isRequested() ? Optional.of(requested.join()) : Optional.empty();
  }

  /**
   * Waits for the request, at most so long.
   *
   * @return whether it came
   */
  public boolean await(long milliseconds) throws InterruptedException {
    return latch.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Completes when a stop is requested; completing it from outside changes nothing here. */
  public CompletableFuture<StopReason> requested() {
    return requested.copy();
  }
}
