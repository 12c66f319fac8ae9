package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Ending;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt from the agent's start to the session given back, as plain sequential code on a
 * virtual thread.
 */
final class AttemptRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
  private static final long RETRY_PAUSE_MS = 250;

  private final ExecutionStore store;
  private final Commits commits;
  private final String podMark;
  private final BooleanSupplier draining;

  /**
   * @param podMark marks every process that this pod starts
   * @param draining whether a stopped attempt is to be handed back rather than ended
   */
  AttemptRunner(ExecutionStore store, Commits commits, String podMark, BooleanSupplier draining) {
    this.store = store;
    this.commits = commits;
    this.podMark = podMark;
    this.draining = draining;
  }

  void run(RunningAttempt running, Agent agent) throws InterruptedException {
    Attempt attempt = running.attempt();
    running.writer().start();
    AgentOutcome outcome =
        attempt.cancelRequested() ? new AgentOutcome.Stopped() : execute(running, agent);
    Progress progress = running.writer().close();
    if (progress == null) {
      LOG.warn("task {} was taken away from this pod", attempt.taskId());
      return;
    }
    try {
      List<Event> events = settle(running, outcome, progress.settled());
      commits.committed(attempt.session().number(), events);
    } catch (LeaseLost e) {
      LOG.warn(
          "task {} was taken away from this pod before it could be finished", attempt.taskId());
    }
  }

  private AgentOutcome execute(RunningAttempt running, Agent agent) throws InterruptedException {
    Attempt attempt = running.attempt();
    AgentJob job =
        new AgentJob(
            attempt.session().id(),
            attempt.taskId(),
            attempt.number(),
            attempt.input(),
            attempt.agentPreset(),
            attempt.toolPreset(),
            RandomId.mint("att"),
            podMark);
    try {
      return agent.run(job, running.writer(), running.cancellation());
    } catch (Fault fault) {
      return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, fault.detail());
    } catch (RuntimeException e) {
      LOG.error("agent {} failed on task {}", attempt.agent(), attempt.taskId(), e);
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR, "the agent failed inside the server");
    }
  }

  /**
   * Tried until it is written or the lease is lost: a finished attempt must not be forgotten for a
   * passing fault.
   */
  private List<Event> settle(RunningAttempt running, AgentOutcome outcome, Progress progress)
      throws InterruptedException {
    Attempt attempt = running.attempt();
    while (true) {
      try {
        return Blocking.get(
            switch (outcome) {
              case AgentOutcome.Done done ->
                  store.finish(attempt, progress, Ending.completed(done.result()));
              case AgentOutcome.Failed failed ->
                  store.finish(attempt, progress, Ending.failed(failed.reason(), failed.error()));
              case AgentOutcome.Stopped stopped when draining.getAsBoolean() ->
                  store.handBack(attempt);
              case AgentOutcome.Stopped stopped ->
                  store.finish(attempt, progress, Ending.cancelled());
            });
      } catch (Fault fault) {
        if (fault.code() != ErrorCode.STORE_UNAVAILABLE) {
          throw fault;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_PAUSE_MS));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }
}
