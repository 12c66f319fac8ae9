package dev.holdfast.gateway.connection;

import io.vertx.core.Future;

/**
 * What was written to one client and is not sent yet. The library's own count begins behind the
 * socket's and is of messages, sixteen of any size ({@code
 * io.vertx.core.streams.impl.MessagePassingQueue}): so it kept eight pages of a history for a
 * client that reads nothing. This one is of bytes. For one event loop.
 */
public final class Unsent {
  private final int bytesMax;
  private Runnable drained = () -> {};
  private int writes;
  private long bytes;
  private boolean full;

  /**
   * @param bytesMax with more it is full, until half of that is left
   */
  public Unsent(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What is run each time when it was full and is no more. */
  public void onDrain(Runnable handler) {
    drained = handler;
  }

  /**
   * A write that was begun.
   *
   * @param length in bytes, or characters of a text
   * @param written completes when the kernel has it, or never will
   */
  public void add(int length, Future<Void> written) {
    writes++;
    bytes += length;
    full |= bytes > bytesMax;
    written.onComplete(done -> sent(length));
  }

  public boolean isEmpty() {
    return writes == 0;
  }

  public boolean isFull() {
    return full;
  }

  private void sent(int length) {
    writes--;
    bytes -= length;
    if (full && bytes <= bytesMax / 2) {
      full = false;
      drained.run();
    }
  }
}
