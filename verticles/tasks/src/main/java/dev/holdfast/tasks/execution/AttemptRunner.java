package dev.holdfast.tasks.execution;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.trace.Span;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.store.SummaryStore;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.AttemptLog;
import dev.holdfast.tasks.task.Backoff;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.PartialResultCodec;
import dev.holdfast.tasks.task.StopReceipt;
import dev.holdfast.tasks.task.SummaryTextCodec;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt from the agent's start to the session given back, as plain sequential code on a
 * virtual thread.
 */
final class AttemptRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
  private static final long RETRY_PAUSE_MS = 250;
  private static final String BEFORE =
      "This session goes on for another one. A summary of what was done there:\n\n";

  private final ExecutionStore store;
  private final SummaryStore summaries;
  private final Commits commits;
  private final LimitsConfig limits;
  private final PodId pod;
  private final AttemptTraces traces;

  /**
   * @param pod marks every process that this pod starts, and names it in traces
   */
  AttemptRunner(
      ExecutionStore store,
      SummaryStore summaries,
      Commits commits,
      LimitsConfig limits,
      PodId pod,
      Tracing tracing) {
    this.store = store;
    this.summaries = summaries;
    this.commits = commits;
    this.limits = limits;
    this.pod = pod;
    this.traces = new AttemptTraces(tracing, pod);
  }

  /** Whether the attempt's end was written; not where the lease was lost. */
  boolean run(RunningAttempt running, Agent agent) throws InterruptedException {
    Span span = traces.begun(running.attempt());
    try {
      boolean written = run(running, agent, span);
      if (written) {
        span.end();
      } else {
        span.fail("lease_lost");
      }
      return written;
    } catch (RuntimeException | InterruptedException e) {
      span.fail("internal");
      throw e;
    }
  }

  private boolean run(RunningAttempt running, Agent agent, Span span) throws InterruptedException {
    Attempt attempt = running.attempt();
    AttemptLog.of(LOG.atDebug(), attempt).log("an attempt begins");
    running.writer().start();
    AgentOutcome outcome =
        attempt.cancelRequested() ? new AgentOutcome.Stopped() : execute(running, agent, span);
    Progress progress = running.writer().close();
    if (progress == null) {
      AttemptLog.of(LOG.atWarn(), attempt).log("a task was taken away from this pod");
      return false;
    }
    Span ending = traces.ending(span);
    try {
      List<Event> events = settle(running, outcome, progress.settled());
      commits.committed(attempt.session().number(), events);
      AttemptTraces.told(ending, events);
      AttemptLog.of(LOG.atDebug(), attempt).log("an attempt ended");
      return true;
    } catch (LeaseLost e) {
      ending.fail("lease_lost");
      AttemptLog.of(LOG.atWarn(), attempt)
          .log("a task was taken away from this pod before it could be finished");
      return false;
    } catch (RuntimeException | InterruptedException e) {
      ending.fail("internal");
      throw e;
    }
  }

  private AgentOutcome execute(RunningAttempt running, Agent agent, Span span)
      throws InterruptedException {
    Attempt attempt = running.attempt();
    try {
      return agent.run(job(attempt, span.context()), running.writer(), running.cancellation());
    } catch (Fault fault) {
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR,
          fault.detail(),
          fault.code() == ErrorCode.STORE_UNAVAILABLE);
    } catch (RuntimeException e) {
      AttemptLog.of(LOG.atError(), attempt)
          .setCause(e)
          .log("agent {} failed inside the server", attempt.agent());
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR, "the agent failed inside the server");
    }
  }

  private AgentJob job(Attempt attempt, Optional<TraceParent> trace) throws InterruptedException {
    boolean summarises = attempt.context().summarises();
    SessionSummary carried = attempt.context().carried();
    return new AgentJob(
        attempt.session().id(),
        attempt.taskId(),
        attempt.number(),
        summarises ? Blocking.get(summaries.input(attempt)) : attempt.input(),
        attempt.agentPreset(),
        attempt.toolPreset(),
        key(attempt.session()),
        RandomId.mint("att"),
        pod.address(),
        attempt.terms().turnsMax(),
        attempt.leaseToken(),
        attempt.runMs(),
        summarises || carried == null ? null : BEFORE + carried.text(),
        trace);
  }

  /** Session ids are their owner's own choice, and free again once a session is deleted. */
  private static String key(SessionRef session) {
    return String.join(
        "\0",
        session.owner().tenant(),
        session.owner().name(),
        session.id(),
        Long.toString(session.number()));
  }

  /** What becomes of a task whose attempt was asked to stop, by the reason it was asked for. */
  private Future<List<Event>> stopped(
      RunningAttempt running, Progress progress, AgentOutcome.Stopped stopped) {
    Attempt attempt = running.attempt();
    StopReceipt receipt = StopReceipt.of(stopped.confirmed());
    StopReason why = running.cancellation().reason().orElse(StopReason.CANCELLED);
    return switch (why) {
      case CANCELLED, LEASE_LOST -> store.cancel(attempt, progress, receipt);
      case DRAINED -> store.handBack(attempt, "drained", receipt);
      case PAUSED -> store.handBack(attempt, "paused", receipt);
      case FENCED -> store.handBack(attempt, "fenced", receipt);
      case TIMEOUT_RUN ->
          limited(running, progress, TerminationReason.TIMEOUT_RUN, "it ran longer than it may");
      case TIMEOUT_STALL ->
          failed(
              attempt,
              progress,
              TerminationReason.TIMEOUT_STALL,
              "nothing was heard of the agent for longer than it may be silent");
      case TIMEOUT_INPUT ->
          failed(
              attempt,
              progress,
              TerminationReason.TIMEOUT_INPUT,
              "nobody answered the agent's question in time");
      case BUDGET -> limited(running, progress, TerminationReason.BUDGET_EXCEEDED, passed(running));
      case MAX_TURNS -> limited(running, progress, TerminationReason.MAX_TURNS, passed(running));
    };
  }

  private Future<List<Event>> done(RunningAttempt running, Progress progress, String result) {
    Attempt attempt = running.attempt();
    Ending ending = Ending.completed(result);
    return attempt.context().summarises()
        ? summaries.finish(
            attempt, progress, ending, SummaryTextCodec.text(result, running.writer().delivered()))
        : store.finish(attempt, progress, ending);
  }

  private static String passed(RunningAttempt running) {
    return running.limits().passed().map(LimitUse::told).orElse("it used more than it may");
  }

  /**
   * What becomes of a task that hit a limit: one more attempt where its turns can be raised; else a
   * completion where something was delivered and its submitter takes that; else a failure.
   */
  private Future<List<Event>> limited(
      RunningAttempt running, Progress progress, TerminationReason limit, String error) {
    Attempt attempt = running.attempt();
    Long turnsMax = attempt.terms().turnsMax();
    if (limit == TerminationReason.MAX_TURNS
        && turnsMax != null
        && !attempt.terms().turnsRaised()) {
      long raised = limits.raised(turnsMax);
      if (raised > turnsMax) {
        return store.raiseTurns(attempt, raised);
      }
    }
    String delivered = running.writer().delivered();
    return attempt.terms().acceptsPartial() && !delivered.isEmpty()
        ? store.finish(
            attempt, progress, Ending.partial(PartialResultCodec.encode(limit, delivered)))
        : failed(attempt, progress, limit, error);
  }

  private Future<List<Event>> failed(
      RunningAttempt running, Progress progress, AgentOutcome.Failed outcome) {
    return switch (outcome.reason()) {
      case MAX_TURNS, BUDGET_EXCEEDED, TIMEOUT_RUN, TIMEOUT_TOOL ->
          limited(running, progress, outcome.reason(), outcome.error());
      case COMPLETED,
          CANCELLED,
          AGENT_ERROR,
          WORKER_LOST,
          TIMEOUT_QUEUE,
          TIMEOUT_STALL,
          TIMEOUT_INPUT,
          PARTIAL,
          DEPENDENCY_FAILED,
          TOOL_REFUSED ->
          failedOnce(running.attempt(), progress, outcome);
    };
  }

  private Future<List<Event>> failed(
      Attempt attempt, Progress progress, TerminationReason reason, String error) {
    return store.finish(attempt, progress, Ending.failed(reason, error));
  }

  /** Tried again where it may pass, its submitter wants that, and an attempt is left. */
  private Future<List<Event>> failedOnce(
      Attempt attempt, Progress progress, AgentOutcome.Failed failed) {
    Retry retry = attempt.retry();
    if (!failed.passing() || retry == null) {
      return failed(attempt, progress, failed.reason(), failed.error());
    }
    if (attempt.number() >= attempt.maxAttempts()) {
      return store.finish(attempt, progress, Ending.exhausted(failed.reason(), failed.error()));
    }
    long delayMs = Backoff.delayMs(retry, attempt.number(), ThreadLocalRandom.current());
    return store.retry(attempt, failed.error(), delayMs);
  }

  /**
   * Tried until it is written or the lease is lost: a finished attempt must not be forgotten for a
   * passing fault.
   */
  private List<Event> settle(RunningAttempt running, AgentOutcome outcome, Progress progress)
      throws InterruptedException {
    while (true) {
      try {
        return Blocking.get(
            switch (outcome) {
              case AgentOutcome.Done done -> done(running, progress, done.result());
              case AgentOutcome.Failed failed -> failed(running, progress, failed);
              case AgentOutcome.Stopped stopped -> stopped(running, progress, stopped);
              case AgentOutcome.Lost lost -> store.workerLost(running.attempt(), lost.error());
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
