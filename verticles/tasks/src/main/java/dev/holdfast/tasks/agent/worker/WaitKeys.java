package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentSpec.Serves;
import dev.holdfast.tasks.agent.Agents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What sessions wait for while there is no place at a worker: the agent, and whose workers serve
 * them. Two owners have the same key exactly where the same workers may run their tasks.
 */
public final class WaitKeys {
  private static final String WORKER = "worker:";

  private final Map<String, Serves> agents = new TreeMap<>();

  public WaitKeys(Agents configured) {
    configured
        .specs()
        .forEach((name, spec) -> {
          if (spec instanceof AgentSpec.Worker worker) {
            agents.put(name, worker.serves());
          }
        });
  }

  /** Whether no agent is run by workers. */
  boolean isEmpty() {
    return agents.isEmpty();
  }

  boolean isRunByWorkers(String agent) {
    return agents.containsKey(agent);
  }

  /** The key; empty where the agent is not run by workers. */
  Optional<String> of(String agent, Principal owner) {
    Serves serves = agents.get(agent);
    if (serves == null) {
      return Optional.empty();
    }
    // No name has a line feed in it, so no two keys are the same by chance.
    return Optional.of(
        switch (serves) {
          case TENANT -> String.join("\n", WORKER + agent, owner.tenant());
          case PRINCIPAL -> String.join("\n", WORKER + agent, owner.tenant(), owner.name());
        });
  }

  /** The kinds of keys in use: the first part and how many follow it, with a slash between them. */
  public List<String> kinds() {
    return agents.entrySet().stream()
        .map(agent ->
            WORKER
                + agent.getKey()
                + switch (agent.getValue()) {
                  case TENANT -> "/1";
                  case PRINCIPAL -> "/2";
                })
        .toList();
  }
}
