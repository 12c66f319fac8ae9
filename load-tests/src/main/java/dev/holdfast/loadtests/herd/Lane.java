package dev.holdfast.loadtests.herd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread with a selector, and the watchers on it. */
final class Lane implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final long IDLE_MS = 50;

  /** What is to be done, not before. */
  private record Due(long nanos, Runnable act) {}

  private final Selector selector;
  private final Delays delays = new Delays();
  private final Text text = new Text();
  private final byte[] buffer = new byte[BUFFER];
  private final Queue<Runnable> acts = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
  private final Thread thread;
  private volatile boolean closed;

  Lane() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("herd").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Selector selector() {
    return selector;
  }

  Delays delays() {
    return delays;
  }

  Text text() {
    return text;
  }

  /** Does it on this lane's thread. */
  void soon(Runnable act) {
    acts.add(act);
    selector.wakeup();
  }

  /** The same later; only on this lane's thread. */
  void after(long ms, Runnable act) {
    due.add(new Due(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms), act));
  }

  private void run() {
    try (Selector closing = selector) {
      while (!closed) {
        for (Runnable act = acts.poll(); act != null; act = acts.poll()) {
          act.run();
        }
        for (Due next = due.peek();
            next != null && next.nanos() - System.nanoTime() <= 0;
            next = due.peek()) {
          due.poll();
          next.act().run();
        }
        closing.select(this::turn, patience());
      }
      for (SelectionKey key : closing.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long patience() {
    Due next = due.peek();
    return next == null
        ? IDLE_MS
        : Math.clamp(TimeUnit.NANOSECONDS.toMillis(next.nanos() - System.nanoTime()), 1, IDLE_MS);
  }

  private void turn(SelectionKey key) {
    ((Connection) key.attachment()).turn(buffer);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
