package dev.holdfast.tasks.execution;

import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.execution.BatchWriter.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt's news that is not written yet, in the order in which it came, and its counters. Who
 * adds to it waits while there is too much of it. Once it is lost nothing more is added or taken.
 * Safe for several threads, of which one takes.
 */
final class Unwritten {
  private static final int PENDING_EVENTS_MAX = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<NewEvent> pending = new ArrayList<>();
  private Progress progress = Progress.NONE;
  private Usage usage = Usage.NONE;
  private boolean used;
  private @Nullable ContextUse context;
  private boolean writing;
  private boolean closed;
  private boolean lost;
  private boolean cancelled;

  /** Counters, and the event that is made of them. */
  void add(Progress now, Function<Progress, NewEvent> event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      progress = now;
      addLocked(event.apply(now));
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was used, and the event that tells of it.
   *
   * @param event made of the counters as they are, and before any later event
   */
  void add(Usage now, Function<Progress, NewEvent> event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      usage = now;
      used = true;
      addLocked(event.apply(progress));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Any other event.
   *
   * @param event made of the counters as they are, and before any later event
   */
  void add(Function<Progress, NewEvent> event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      addLocked(event.apply(progress));
    } finally {
      lock.unlock();
    }
  }

  /** Goes with the next event. */
  void context(ContextUse now) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      context = now;
    } finally {
      lock.unlock();
    }
  }

  /** That the task's end was asked for; added once, and without waiting. */
  void addCancelled(Function<Progress, NewEvent> event) {
    lock.lock();
    try {
      if (!cancelled && !closed && !lost) {
        cancelled = true;
        pending.add(event.apply(progress));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next batch, which is under way from now on; null when there will be none. */
  @Nullable Batch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (pending.isEmpty() && !closed && !lost) {
        changed.await();
      }
      if (lost || pending.isEmpty()) {
        return null;
      }
      Batch batch = new Batch(pending, progress, used ? usage : Usage.NONE, context);
      used = false;
      context = null;
      pending = new ArrayList<>();
      writing = true;
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** What was taken is written. */
  void written() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      writing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything said so far is written; the counters as they are then. */
  Progress flush() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while ((writing || !pending.isEmpty()) && !lost) {
        changed.await();
      }
      return progress;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for so long, or until it is lost, and says whether it is. */
  boolean isLostWithin(long ms) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(ms);
      while (left > 0 && !lost) {
        left = changed.awaitNanos(left);
      }
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; what is there is still to be taken. */
  void close() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The counters as they are; null where it is lost. */
  @Nullable Progress progress() {
    lock.lock();
    try {
      return lost ? null : progress;
    } finally {
      lock.unlock();
    }
  }

  /** What is there counts no more, and nobody waits for it any longer. */
  void lose() {
    lock.lock();
    try {
      lost = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void addLocked(NewEvent event) throws InterruptedException {
    while (pending.size() >= PENDING_EVENTS_MAX && !lost) {
      changed.await();
    }
    if (!lost) {
      pending.add(event);
      changed.signalAll();
    }
  }
}
