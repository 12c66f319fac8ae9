package dev.holdfast.deploy.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asked once, a process stops in order; asked again, at once.
 *
 * <p>What asks again within a second is the same request: {@code timeout}, a terminal or a
 * container runtime signals a process and then its whole group. Any thread may ask or wait.
 */
public final class StopRequest {
  private static final long SAME_REQUEST_NS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong firstAskedAt = new AtomicLong();
  private final CompletableFuture<String> asked = new CompletableFuture<>();
  private final Runnable atOnce;

  /**
   * @param atOnce ends the process hard; called when asked a second time
   */
  public StopRequest(Runnable atOnce) {
    this.atOnce = atOnce;
  }

  /** Asks by signal. */
  public StopRequest onSignals() {
    Signals.onStop(this::ask);
    return this;
  }

  /** Asks when the other end of the stream is gone, as when the parent process has died. */
  public StopRequest onEndOf(InputStream stream) {
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> askAtEnd(stream));
    return this;
  }

  /**
   * Asks; the second time, the process ends at once.
   *
   * @param reason what asked, for the log
   */
  public void ask(String reason) {
    long now = System.nanoTime();
    firstAskedAt.compareAndSet(0, now);
    if (!asked.complete(reason) && now - firstAskedAt.get() > SAME_REQUEST_NS) {
      atOnce.run();
    }
  }

  /** Once asked, the process has this long to stop in order. */
  public void limit(long ms) {
    var _ =
        asked.thenRunAsync(
            atOnce, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, Runnable::run));
  }

  public boolean isAsked() {
    return asked.isDone();
  }

  /** Completed with the reason. */
  public CompletableFuture<String> asked() {
    return asked.copy();
  }

  private void askAtEnd(InputStream stream) {
    try {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // a broken stream has ended, too
    }
    asked.complete("parent is gone");
  }
}
