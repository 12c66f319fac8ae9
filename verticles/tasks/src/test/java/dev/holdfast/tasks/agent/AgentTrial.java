package dev.holdfast.tasks.agent;

import dev.holdfast.tasks.Processes;
import dev.holdfast.tasks.agent.process.ProcessMarks;
import java.util.concurrent.CompletableFuture;

/** One attempt of an agent, with a mark of its own. */
public final class AgentTrial {
  private final Cancellation cancellation = new Cancellation();
  private final AgentJob job;

  public AgentTrial(String input) {
    job =
        new AgentJob(
            "window-1",
            "tsk_1",
            1,
            input,
            null,
            null,
            "key",
            "mark-" + ProcessHandle.current().pid() + "-" + System.nanoTime(),
            "pod",
            null);
  }

  public AgentOutcome run(Agent agent, AgentSink sink) throws InterruptedException {
    return agent.run(job, sink, cancellation);
  }

  public CompletableFuture<AgentOutcome> start(Agent agent, AgentSink sink) {
    CompletableFuture<AgentOutcome> outcome = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        outcome.complete(run(agent, sink));
      } catch (InterruptedException | RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    });
    return outcome;
  }

  public void cancel() {
    stop(StopReason.CANCELLED);
  }

  public void stop(StopReason why) {
    cancellation.request(why);
  }

  /** How many processes of the attempt are alive. */
  public int processes() {
    return Processes.withEnvironment(ProcessMarks.ATTEMPT + "=" + job.attemptMark());
  }
}
