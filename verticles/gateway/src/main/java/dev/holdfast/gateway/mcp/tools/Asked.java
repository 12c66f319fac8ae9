package dev.holdfast.gateway.mcp.tools;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A question of an agent as what a client is asked. A question that came from another server goes
 * through as it is; any other one is a form of one field.
 *
 * @param inputId which question of the task it is
 * @param relayed whether it came from another server
 * @param requests by the name under which each is answered, in their order
 */
public record Asked(String inputId, boolean relayed, Map<String, ClientRequest> requests) {
  public Asked {
    requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
  }

  /** The part of it that a client with these capabilities can be asked. */
  public Map<String, ClientRequest> within(Set<String> capabilities) {
    Map<String, ClientRequest> able = new LinkedHashMap<>(requests);
    able.values().removeIf(request -> !capabilities.contains(request.capability()));
    return able;
  }
}
