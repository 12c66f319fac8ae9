package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
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
import java.util.List;
import java.util.Optional;
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
  private static final long RETRY_PAUSE_MS = 250;

  private final Attempt attempt;
  private final Cancellation cancellation;
  private final AttemptQuestions questions;
  private final Watchdog watchdog;
  private final BatchWriter batches;
  private final Delivered delivered = new Delivered();
  private final Unwritten unwritten = new Unwritten();
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
    heard();
    unwritten.add(now, progress -> TaskEventCodec.progress(attempt, progress));
  }

  @Override
  public void usage(Usage now) throws InterruptedException {
    heard();
    unwritten.add(now, progress -> TaskEventCodec.usage(attempt, progress, now));
  }

  @Override
  public void context(ContextUse now) throws InterruptedException {
    unwritten.context(now);
  }

  @Override
  public void output(String stream, String text) throws InterruptedException {
    heard();
    unwritten.add(progress -> {
      delivered.said(stream, text); // in the order of the events
      return TaskEventCodec.output(attempt, progress, stream, text);
    });
  }

  @Override
  public Optional<Answer> ask(Question question) throws InterruptedException {
    Progress now = unwritten.flush();
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
    heard();
    unwritten.add(progress -> TaskEventCodec.undelivered(attempt, progress, text, why));
  }

  /** What the agent has delivered so far. */
  String delivered() {
    return delivered.text();
  }

  /**
   * Writes what is left and ends.
   *
   * @return the last counters; null where the lease was lost and nothing may be written any more
   */
  @Nullable Progress close() throws InterruptedException {
    unwritten.close();
    Thread writer = thread;
    if (writer != null) {
      writer.join();
    }
    return unwritten.progress();
  }

  /**
   * Nothing more is to be written: the lease belongs to somebody else, or is about to be handed
   * back.
   */
  void abandon() {
    unwritten.lose();
    cancellation.request(StopReason.LEASE_LOST);
  }

  /**
   * Stops the agent because the task's end was asked for, and says so once, before anything that
   * comes of it. Does not wait.
   *
   * @param pod the name of this pod
   */
  void cancel(String pod) {
    unwritten.addCancelled(progress -> TaskEventCodec.cancelDelivered(attempt, progress, pod));
    cancellation.request(StopReason.CANCELLED);
  }

  private void heard() {
    watchdog.heard(System.nanoTime());
  }

  private void writeAll() {
    try {
      for (long writeNo = 1; ; writeNo++) {
        Batch batch = unwritten.take();
        if (batch == null) {
          return;
        }
        write(batch, writeNo);
        unwritten.written();
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

  private void write(Batch batch, long writeNo) throws InterruptedException {
    while (true) {
      try {
        batches.write(batch, writeNo);
        return;
      } catch (Fault fault) {
        if (fault.code() != ErrorCode.STORE_UNAVAILABLE || unwritten.isLostWithin(RETRY_PAUSE_MS)) {
          throw fault;
        }
      }
    }
  }
}
