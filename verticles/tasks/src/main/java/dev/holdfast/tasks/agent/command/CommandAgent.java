package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.process.OutputBudget;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a configured program for each attempt: the task's text on its standard input and in its
 * placeholders, its output as events, its whole process tree ended with the attempt, however the
 * attempt ends.
 *
 * <p>A program that keeps sessions of its own is run again while it says that its session is busy,
 * for a bounded time, and with its ordinary command where there is nothing to resume yet.
 */
public final class CommandAgent implements Agent {
  private final AgentSpec.Command spec;

  public CommandAgent(AgentSpec.Command spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(spec.limits().runMsMax());
    OutputBudget budget = new OutputBudget(spec.limits().outputBytesMax());
    SessionChoice choice = SessionChoice.first(spec, job);
    UsageTally tally = new UsageTally();
    OwnerTexts texts = new OwnerTexts(sink);
    while (true) {
      CommandRun run = new CommandRun(spec, told(job, choice), sink, budget, texts);
      CommandRun.End end = run.run(choice.command(), choice.id(), tally, cancellation, deadline);
      switch (end) {
        case CommandRun.End.Cut cut -> {
          return cut.outcome();
        }
        case CommandRun.End.Exited exited -> {
          AgentOutcome outcome = outcome(exited.code(), run.result(), budget);
          if (!(outcome instanceof AgentOutcome.Failed)) {
            return last(outcome, run, texts);
          }
          SessionChoice.Next next =
              choice.after(exited.code(), run.result().complaints(), System.nanoTime());
          switch (next) {
            case SessionChoice.Next.None none -> {
              return last(outcome, run, texts);
            }
            case SessionChoice.Next.GivenUp givenUp -> {
              return AgentOutcome.Failed.passing(TerminationReason.AGENT_ERROR, givenUp.error());
            }
            case SessionChoice.Next.Again again -> {
              if (cancellation.await(again.pauseMs())) {
                return new AgentOutcome.Stopped();
              }
              choice = again.choice();
            }
          }
        }
      }
      tally.nextRun();
    }
  }

  /** What came too late for the program is told. */
  private AgentOutcome last(AgentOutcome outcome, CommandRun run, OwnerTexts texts)
      throws InterruptedException {
    if (spec.readsMessages()) {
      texts.tellUndelivered(run.settledTexts(), "the program had ended");
    }
    return outcome;
  }

  /**
   * A coding agent that resumes a session knows what was before; other programs are no such agents.
   */
  private AgentJob told(AgentJob job, SessionChoice choice) {
    return spec.format() == AgentSpec.Format.STREAM_JSON && !choice.resuming()
        ? job.inEmptyContext()
        : job;
  }

  private AgentOutcome outcome(int exit, CommandResult result, OutputBudget budget) {
    Optional<CommandLine.Broke> failure = result.failure();
    if (failure.isPresent()) {
      return new AgentOutcome.Failed(
          failure.get().reason(), failure.get().error(), spec.retryExitCodes().contains(exit));
    }
    if (exit != 0) {
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR,
          "program ended with exit code " + exit + result.words().asEnding(),
          spec.retryExitCodes().contains(exit));
    }
    if (spec.format() == AgentSpec.Format.STREAM_JSON && result.result().isEmpty()) {
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR,
          "program ended without telling its result" + result.words().asEnding());
    }
    return new AgentOutcome.Done(
        result.result().orElseGet(() -> CommandOutputCodec.result(exit, budget)));
  }
}
