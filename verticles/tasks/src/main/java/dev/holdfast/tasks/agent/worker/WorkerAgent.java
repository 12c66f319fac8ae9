package dev.holdfast.tasks.agent.worker;

import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import java.util.Optional;

/** Has its tasks run by a worker that is connected to this pod and has a place kept for them. */
public final class WorkerAgent implements Agent {
  private final String name;
  private final AgentSpec.Worker spec;
  private final int runMsMax;
  private final Workers workers;

  /**
   * @param name under which it is configured
   * @param runMsMax milliseconds that an attempt of any agent may run
   */
  public WorkerAgent(String name, AgentSpec.Worker spec, int runMsMax, Workers workers) {
    this.name = name;
    this.spec = spec;
    this.runMsMax = runMsMax;
    this.workers = workers;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    Optional<Place> place = workers.place(job.place());
    if (place.isEmpty()) {
      // Handed back: another attempt finds its place first.
      cancellation.request(StopReason.DRAINED);
      return new AgentOutcome.Stopped();
    }
    int mostMs = Math.min(spec.limits().runMsMax(), runMsMax);
    int runMs = job.runMs() == null ? mostMs : Math.min(mostMs, job.runMs());
    return new WorkerRun(name, spec, runMs, job, place.get(), sink, cancellation).run();
  }
}
