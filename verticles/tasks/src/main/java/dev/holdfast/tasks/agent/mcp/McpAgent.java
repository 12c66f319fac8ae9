package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.jsonrpc.WorkClock;
import java.io.IOException;

/** Calls one tool of a configured server for each attempt, over a connection of its own. */
public final class McpAgent implements Agent {
  private final AgentSpec.Mcp spec;

  public McpAgent(AgentSpec.Mcp spec) {
    this.spec = spec;
  }

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    McpInput input = McpCodec.input(job.input(), spec.byDefault().isPresent());
    WorkClock clock = new WorkClock(spec.limits().runMsMax());
    McpOpening opening = new McpOpening(spec, cancellation);
    McpConnection connection;
    try {
      connection = opening.connect(job, sink, clock);
    } catch (IOException e) {
      return new AgentOutcome.Failed(
          TerminationReason.AGENT_ERROR, "the server's program could not be started");
    }
    return new McpRun(spec, input, job.trace(), opening, connection, sink, clock, cancellation)
        .run();
  }
}
