package dev.holdfast.shared.identity;

import java.util.List;

/**
 * To run the tasks of some agents and nothing else: what the key of a worker allows.
 *
 * @param agents the names of the agents, at least one
 */
public record WorkerScope(List<String> agents) implements Scope {
  /** The name on the wire and in the store. */
  public static final String WIRE = "worker";

  public WorkerScope {
    agents = List.copyOf(agents);
  }

  @Override
  public String wire() {
    return WIRE;
  }
}
