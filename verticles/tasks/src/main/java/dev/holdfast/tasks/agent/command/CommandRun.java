package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.OutputBudget;
import dev.holdfast.tasks.agent.process.OutputPump;
import dev.holdfast.tasks.agent.process.ProcessTree;
import dev.holdfast.tasks.agent.process.ProgramStarter;
import dev.holdfast.tasks.agent.process.StandardInput;
import dev.holdfast.tasks.agent.process.TextLines;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the program: from its start to nothing of it being left. */
final class CommandRun {
  private static final int LOOK_MS = 50;

  /** How it ended. */
  sealed interface End {
    /** By itself. */
    record Exited(int code) implements End {}

    /** It could not be started, or was stopped. */
    record Cut(AgentOutcome outcome) implements End {}
  }

  private final AgentSpec.Command spec;
  private final AgentJob job;
  private final AgentSink sink;
  private final OutputBudget budget;
  private final CommandResult result = new CommandResult();

  CommandRun(AgentSpec.Command spec, AgentJob job, AgentSink sink, OutputBudget budget) {
    this.spec = spec;
    this.job = job;
    this.sink = sink;
    this.budget = budget;
  }

  CommandResult result() {
    return result;
  }

  /**
   * Runs it.
   *
   * @param deadline as {@link System#nanoTime()}
   * @param tally what the attempt has used
   */
  End run(
      List<String> command,
      String externalSessionId,
      UsageTally tally,
      Cancellation cancellation,
      long deadline)
      throws InterruptedException {
    Process process;
    try {
      process = ProgramStarter.start(spec.program(), command, job, externalSessionId);
    } catch (IOException e) {
      return new End.Cut(
          new AgentOutcome.Failed(
              TerminationReason.AGENT_ERROR,
              "program could not be started: " + command.getFirst()));
    }
    ProcessTree tree = new ProcessTree(process.toHandle(), job.attemptMark());
    List<Thread> pumps =
        List.of(
            Thread.startVirtualThread(() -> StandardInput.write(process, job.input())),
            Thread.startVirtualThread(() -> stdout(process, tally)),
            Thread.startVirtualThread(
                () -> OutputPump.stderr(process, sink, budget, result.words())));
    End end;
    boolean inOrder;
    try {
      end = await(process, cancellation, deadline, tree, pumps);
    } finally {
      inOrder = tree.stop(spec.program().graceMs());
    }
    return inOrder ? end : killed(end);
  }

  private static End killed(End end) {
    return switch (end) {
      case End.Exited exited -> exited;
      case End.Cut cut -> new End.Cut(cut.outcome().unconfirmed());
    };
  }

  private End await(
      Process process,
      Cancellation cancellation,
      long deadline,
      ProcessTree tree,
      List<Thread> pumps)
      throws InterruptedException {
    while (process.isAlive()) {
      if (cancellation.isRequested()) {
        return new End.Cut(new AgentOutcome.Stopped());
      }
      if (System.nanoTime() - deadline >= 0) {
        return new End.Cut(
            new AgentOutcome.Failed(
                TerminationReason.TIMEOUT_RUN,
                "ran longer than run_ms_max of " + spec.limits().runMsMax() + " ms"));
      }
      process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS);
    }
    // What the program left in the background would hold its output open; the tree goes before the
    // output is read to its end.
    tree.stop(spec.program().graceMs());
    for (Thread pump : pumps) {
      pump.join();
    }
    return new End.Exited(process.exitValue());
  }

  private void stdout(Process process, UsageTally tally) {
    switch (spec.format()) {
      case TEXT ->
          OutputPump.pump(
              process.getInputStream(),
              "stdout",
              OutputPump.CHUNK_CHARS_MAX,
              new TextLines("stdout", sink),
              sink,
              budget);
      case JSONL -> {
        JsonlPathsCodec mapped = new JsonlPathsCodec(spec.jsonl(), tally);
        boolean own = spec.jsonl().paths().isEmpty();
        parsed(
            process,
            new ParsedLines(
                own ? CommandOutputCodec::parse : mapped::parse,
                sink,
                new BoundedOutput(sink, budget),
                result));
      }
      case STREAM_JSON ->
          parsed(
              process,
              new ParsedLines(
                  new StreamJsonCodec(tally)::parse,
                  sink,
                  new BoundedOutput(sink, budget),
                  result));
    }
  }

  /** Every line is read, since results and usage must not be lost; only what is said is bounded. */
  private void parsed(Process process, ParsedLines lines) {
    OutputPump.pump(
        process.getInputStream(),
        "stdout",
        ParsedLines.LINE_CHARS_MAX,
        lines,
        sink,
        new OutputBudget(Long.MAX_VALUE));
  }
}
