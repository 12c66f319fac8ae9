package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.execution.BatchWriter.Batch;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.AttemptLog;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Pulse;
import dev.holdfast.tasks.task.TaskEventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what an agent says: whatever gathers while one transaction is under way goes into the
 * next, so that a fast agent costs few commits and a slow one waits for none.
 *
 * <p>An agent that is faster than the log is held back. While Postgres cannot be reached the batch
 * is kept and tried again; its number makes sure that it is written once. A lost lease ends
 * everything: the agent is cancelled, nothing more is written.
 */
final class AttemptWriter implements AgentSink {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptWriter.class);
  private static final int PENDING_EVENTS_MAX = 512;
  private static final long RETRY_PAUSE_MS = 250;

  private final Attempt attempt;
  private final Cancellation cancellation;
  private final AttemptQuestions questions;
  private final Watchdog watchdog;
  private final BatchWriter batches;
  private final Delivered delivered = new Delivered();
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
  private @Nullable Thread thread;

  AttemptWriter(
      Attempt attempt,
      ExecutionStore store,
      Commits commits,
      Cancellation cancellation,
      AttemptQuestions questions,
      Watchdog watchdog,
      AttemptLimits limits,
      Pulse pulse) {
    this.attempt = attempt;
    this.cancellation = cancellation;
    this.questions = questions;
    this.watchdog = watchdog;
    this.batches = new BatchWriter(attempt, store, commits, cancellation, limits, pulse);
  }

  void start() {
    thread = Thread.ofVirtual().name("writer-" + attempt.taskId()).start(this::writeAll);
  }

  @Override
  public void progress(Progress now) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      progress = now;
      add(TaskEventCodec.progress(attempt, now));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void usage(Usage now) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      usage = now;
      used = true;
      add(TaskEventCodec.usage(attempt, progress, now));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void context(ContextUse now) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      context = now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void output(String stream, String text) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      delivered.said(stream, text);
      add(TaskEventCodec.output(attempt, progress, stream, text));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Answer> ask(Question question) throws InterruptedException {
    Progress now = flush();
    watchdog.pause(System.nanoTime());
    try {
      return questions.ask(now, question);
    } catch (LeaseLost e) {
      abandon();
      return Optional.empty();
    } finally {
      watchdog.resume(System.nanoTime());
    }
  }

  @Override
  public List<String> messages() throws InterruptedException {
    return questions.messages();
  }

  @Override
  public void undelivered(String text, String why) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      add(TaskEventCodec.undelivered(attempt, progress, text, why));
    } finally {
      lock.unlock();
    }
  }

  /** What the agent has delivered so far. */
  String delivered() {
    return delivered.text();
  }

  /** Waits until everything said so far is written; the counters as they are then. */
  private Progress flush() throws InterruptedException {
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

  /**
   * Writes what is left and ends.
   *
   * @return the last counters; null where the lease was lost and nothing may be written any more
   */
  @Nullable Progress close() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread writer = thread;
    if (writer != null) {
      writer.join();
    }
    return isLost() ? null : progress;
  }

  /**
   * Nothing more is to be written: the lease belongs to somebody else, or is about to be handed
   * back.
   */
  void abandon() {
    lock.lock();
    try {
      lost = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    cancellation.request(StopReason.LEASE_LOST);
  }

  /**
   * Stops the agent because the task's end was asked for, and says so once, before anything that
   * comes of it. Does not wait.
   *
   * @param pod the name of this pod
   */
  void cancel(String pod) {
    lock.lock();
    try {
      if (!cancelled && !closed && !lost) {
        cancelled = true;
        pending.add(TaskEventCodec.cancelDelivered(attempt, progress, pod));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    cancellation.request(StopReason.CANCELLED);
  }

  private void add(NewEvent event) throws InterruptedException {
    watchdog.heard(System.nanoTime());
    while (pending.size() >= PENDING_EVENTS_MAX && !lost) {
      changed.await();
    }
    if (!lost) {
      pending.add(event);
      changed.signalAll();
    }
  }

  private void writeAll() {
    try {
      for (long writeNo = 1; ; writeNo++) {
        Batch batch = take();
        if (batch == null) {
          return;
        }
        write(batch, writeNo);
        written();
      }
    } catch (LeaseLost e) {
      abandon();
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      AttemptLog.of(LOG.atError(), attempt).setCause(e).log("the log refused events");
      abandon();
    }
  }

  /** The next batch; null when there will be none. */
  private @Nullable Batch take() throws InterruptedException {
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

  private void written() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      writing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void write(Batch batch, long writeNo) throws InterruptedException {
    while (true) {
      try {
        batches.write(batch, writeNo);
        return;
      } catch (Fault fault) {
        if (fault.code() != ErrorCode.STORE_UNAVAILABLE) {
          throw fault;
        }
        pause();
        if (isLost()) {
          throw fault;
        }
      }
    }
  }

  private void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_PAUSE_MS);
      while (left > 0 && !lost) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isLost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }
}
