package dev.holdfast.tasks;

import dev.holdfast.shared.identity.PodId;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.acp.AcpAgent;
import dev.holdfast.tasks.agent.command.CommandAgent;
import dev.holdfast.tasks.agent.demo.DemoAgent;
import dev.holdfast.tasks.agent.mcp.McpAgent;
import dev.holdfast.tasks.agent.mcp.McpDiscovery;
import dev.holdfast.tasks.agent.worker.WorkerAgent;
import dev.holdfast.tasks.agent.worker.Workers;
import java.util.HashMap;
import java.util.Map;

/** From what the operator configured to the agents that run tasks, and to the servers of agents. */
final class ConfiguredAgents {
  private final TasksConfig config;
  private final PodId pod;

  ConfiguredAgents(TasksConfig config, PodId pod) {
    this.config = config;
    this.pod = pod;
  }

  /**
   * All of them, by name.
   *
   * @param workers who runs the tasks of those that programs elsewhere run
   */
  Map<String, Agent> all(Workers workers) {
    Map<String, Agent> agents = new HashMap<>();
    config.agents().specs().forEach((name, spec) -> agents.put(name, agent(name, spec, workers)));
    return agents;
  }

  private Agent agent(String name, AgentSpec spec, Workers workers) {
    return switch (spec) {
      case AgentSpec.Demo demo -> new DemoAgent();
      case AgentSpec.Command command -> new CommandAgent(command);
      case AgentSpec.Acp acp -> new AcpAgent(acp);
      case AgentSpec.Mcp mcp -> new McpAgent(mcp);
      case AgentSpec.Worker worker ->
          new WorkerAgent(name, worker, config.execution().runMsMax(), workers);
    };
  }

  /** The server of an agent whose tools are offered. */
  McpDoor door(String agent) {
    return new McpDiscovery(config.tools().server(agent), pod.address());
  }
}
