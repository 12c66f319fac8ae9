package dev.holdfast.tasks.execution;

import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.ExecutionStore.Written;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.AttemptLog;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Pulse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one batch of an attempt's news, tells of it, and holds it against the limits. */
final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  /**
   * What gathered since the batch before.
   *
   * @param usage of the attempt so far; {@link Usage#NONE} where nothing was reported since
   * @param context null where nothing was reported since
   */
  record Batch(
      List<NewEvent> events, Progress progress, Usage usage, @Nullable ContextUse context) {}

  private final Attempt attempt;
  private final ExecutionStore store;
  private final Commits commits;
  private final Cancellation cancellation;
  private final AttemptLimits limits;
  private final Pulse pulse;

  BatchWriter(
      Attempt attempt,
      ExecutionStore store,
      Commits commits,
      Cancellation cancellation,
      AttemptLimits limits,
      Pulse pulse) {
    this.attempt = attempt;
    this.store = store;
    this.commits = commits;
    this.cancellation = cancellation;
    this.limits = limits;
    this.pulse = pulse;
  }

  /**
   * Writes it. On a pod that was frozen, or cut off, the agent is stopped before anything of it is
   * written; what is written then counts only where the lease still holds.
   *
   * @throws LeaseLost where nothing may be written any more; what was used is then in the pod's log
   */
  void write(Batch batch, long writeNo) throws InterruptedException {
    if (pulse.isStale()) {
      cancellation.request(StopReason.FENCED);
    }
    try {
      Written written =
          Blocking.get(
              store.write(
                  attempt,
                  writeNo,
                  batch.progress(),
                  batch.usage(),
                  batch.events(),
                  limits.warned(),
                  batch.context()));
      commits.committed(attempt.session().number(), written.events());
      limits.booked(written.limits());
    } catch (LeaseLost e) {
      if (!batch.usage().equals(Usage.NONE)) {
        AttemptLog.of(LOG.atWarn(), attempt)
            .log("the task was taken away; not booked: {}", batch.usage());
      }
      throw e;
    }
  }
}
