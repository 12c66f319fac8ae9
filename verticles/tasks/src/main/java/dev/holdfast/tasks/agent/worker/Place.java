package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One place at a worker, kept for one attempt. What the worker says about the job waits here until
 * the attempt's thread takes it; what comes after the job is over is refused. Safe for several
 * threads.
 */
final class Place {
  private final String jobId = RandomId.mint("job");
  private final Worker worker;
  private final String agent;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Signal> inbox = new ArrayDeque<>();
  private final List<WorkerOrder> standing = new ArrayList<>();
  private boolean begun;
  private boolean over;
  private @Nullable WorkerSays last;

  Place(Worker worker, String agent) {
    this.worker = worker;
    this.agent = agent;
  }

  String jobId() {
    return jobId;
  }

  Worker worker() {
    return worker;
  }

  String agent() {
    return agent;
  }

  /**
   * The worker is told of the job.
   *
   * @return false where it has no connection now, and was told nothing
   */
  boolean begin(WorkerOrder.Begin job) {
    lock.lock();
    try {
      begun = worker.tell(job);
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the worker has a connection now. */
  boolean isReachable() {
    return worker.connection().isPresent();
  }

  /** Whether the worker may be at work on it. */
  boolean isOpen() {
    lock.lock();
    try {
      return begun && !over;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything of the worker waits to be taken, or to become durable. */
  boolean isBusy() {
    lock.lock();
    try {
      return last != null || inbox.stream().anyMatch(Signal.Said.class::isInstance);
    } finally {
      lock.unlock();
    }
  }

  /** Takes what the worker said, or refuses it where the job is over. */
  void said(WorkerSays says) {
    lock.lock();
    try {
      if (begun && !over && last == null) {
        inbox.add(new Signal.Said(says));
        changed.signalAll();
      } else {
        refuse(says, gone());
      }
    } finally {
      lock.unlock();
    }
  }

  void signal(Signal signal) {
    lock.lock();
    try {
      inbox.add(signal);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Comes next again. */
  void putBack(Signal signal) {
    lock.lock();
    try {
      inbox.addFirst(signal);
    } finally {
      lock.unlock();
    }
  }

  /** The next signal; empty where none comes in that time. */
  Optional<Signal> next(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (inbox.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return Optional.ofNullable(inbox.poll());
    } finally {
      lock.unlock();
    }
  }

  /** Something came of it. */
  void taken(WorkerSays says) {
    worker.taken(says, Optional.empty());
  }

  void refuse(WorkerSays says, Fault why) {
    worker.taken(says, Optional.of(why));
  }

  /** The worker said the last of the job; that is acknowledged when the end is written. */
  void ends(WorkerSays says) {
    lock.lock();
    try {
      last = says;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the worker something that is lost with its connection. */
  void tell(WorkerOrder order) {
    worker.tell(order);
  }

  /** Tells the worker what it must know also where it comes back on another connection. */
  void stand(WorkerOrder order) {
    lock.lock();
    try {
      standing.add(order);
      worker.tell(order);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is said any more to a worker that comes back about what it has asked before. */
  void forgetAnswers() {
    lock.lock();
    try {
      standing.removeIf(WorkerOrder.Answered.class::isInstance);
    } finally {
      lock.unlock();
    }
  }

  /** The worker came back: says again what it may have missed. */
  void repeat() {
    lock.lock();
    try {
      standing.forEach(worker::tell);
    } finally {
      lock.unlock();
    }
  }

  /** The attempt takes nothing any more. */
  void close() {
    lock.lock();
    try {
      over = true;
      for (Signal signal : inbox) {
        if (signal instanceof Signal.Said said) {
          refuse(said.says(), gone());
        }
      }
      inbox.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The lease is over: what ended the job is acknowledged now.
   *
   * @param settled whether the end was written
   */
  void free(boolean settled) {
    close();
    lock.lock();
    try {
      if (last != null) {
        worker.taken(last, settled ? Optional.empty() : Optional.of(gone()));
        last = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The refusal of news about a job that is over, or was never this worker's. */
  static Fault gone() {
    return new Fault(ErrorCode.JOB_GONE, "this job was given up or has ended; stop it");
  }
}
