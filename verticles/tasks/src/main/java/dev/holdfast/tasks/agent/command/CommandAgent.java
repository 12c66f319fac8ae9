package dev.holdfast.tasks.agent.command;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a configured program for each attempt: the task's text on its standard input and in its
 * placeholders, its output as events, its whole process tree ended with the attempt, however the
 * attempt ends.
 */
public final class CommandAgent implements Agent {
  private static final int LOOK_MS = 50;

  /**
   * The variables of the pod that a program may see; everything else, credentials above all, stays
   * here.
   */
  private static final List<String> PASSED_ON =
      List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private final AgentSpec.Command spec;

  public CommandAgent(AgentSpec.Command spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    Process process;
    try {
      process = start(job);
    } catch (IOException e) {
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR,
          "program could not be started: " + spec.command().getFirst());
    }
    ProcessTree tree = new ProcessTree(process.toHandle(), job.attemptMark());
    OutputBudget budget = new OutputBudget(spec.outputBytesMax());
    CommandResult result = new CommandResult();
    List<Thread> pumps =
        List.of(
            Thread.startVirtualThread(() -> StandardInput.write(process, job.input())),
            Thread.startVirtualThread(
                () -> OutputPump.stdout(process, spec.format(), sink, budget, result)),
            Thread.startVirtualThread(() -> OutputPump.stderr(process, sink, budget, result)));
    try {
      return finish(process, cancellation, result, budget, tree, pumps);
    } finally {
      tree.stop(spec.graceMs());
    }
  }

  private AgentOutcome finish(
      Process process,
      Cancellation cancellation,
      CommandResult result,
      OutputBudget budget,
      ProcessTree tree,
      List<Thread> pumps)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(spec.runMsMax());
    while (process.isAlive()) {
      if (cancellation.isRequested()) {
        return new AgentOutcome.Stopped();
      }
      if (System.nanoTime() - deadline >= 0) {
        return new AgentOutcome.Failed(
            TerminationReason.TIMEOUT_RUN,
            "ran longer than run_ms_max of " + spec.runMsMax() + " ms");
      }
      process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS);
    }
    // What the program left in the background would hold its output open; the tree goes before the
    // output is read to its end.
    tree.stop(spec.graceMs());
    for (Thread pump : pumps) {
      pump.join();
    }
    int exit = process.exitValue();
    return exit == 0
        ? new AgentOutcome.Done(CommandOutputCodec.result(exit, budget, result))
        : new AgentOutcome.Failed(
            TerminationReason.AGENT_ERROR,
            "program ended with exit code " + exit + result.lastError());
  }

  private Process start(AgentJob job) throws IOException {
    List<String> command = new ArrayList<>();
    for (String part : spec.command()) {
      command.add(Placeholders.fill(part, job));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    String cwd = spec.cwd();
    if (cwd != null) {
      builder.directory(Path.of(cwd).toFile());
    }
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    environment.putAll(spec.environment());
    environment.putAll(Placeholders.environment(job));
    return builder.start();
  }
}
