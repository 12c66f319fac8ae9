package dev.holdfast.tasks.execution;

import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.Cancellation;

/** Stands for an agent that was configured when the task was accepted, and is not any more. */
record UnconfiguredAgent(String name) implements Agent {
  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation) {
    return new AgentOutcome.Failed(
        TerminationReason.AGENT_ERROR, "agent " + name + " is no longer configured on this pod");
  }
}
