package dev.holdfast.tasks.task;

import dev.holdfast.shared.identity.Principal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many tasks may run at once on all pods together; 0 means any number. What runs is counted
 * under keys, one for each limit; where there is no limit nothing is counted.
 *
 * @param all in the whole fleet
 * @param perTenant of one tenant
 * @param perPrincipal of one principal
 * @param perAgent of one agent, by its name
 */
public record RunningLimits(
    int all, int perTenant, int perPrincipal, Map<String, Integer> perAgent) {
  /** Nothing is counted. */
  public static final RunningLimits NONE = new RunningLimits(0, 0, 0, Map.of());

  private static final String ALL = "all";
  private static final String AGENT = "agent:";
  private static final String TENANT = "tenant:";
  private static final String PRINCIPAL = "principal:";

  public RunningLimits {
    perAgent = Map.copyOf(perAgent);
  }

  /** The keys that count such a task, in the order in which they are locked, and their limits. */
  public SortedMap<String, Integer> of(String agent, Principal owner) {
    SortedMap<String, Integer> limits = new TreeMap<>();
    put(limits, ALL, all);
    put(limits, AGENT + agent, perAgent.getOrDefault(agent, 0));
    put(limits, TENANT + owner.tenant(), perTenant);
    // No name has a line feed in it, so two principals never share a key.
    put(limits, PRINCIPAL + owner.tenant() + '\n' + owner.name(), perPrincipal);
    return limits;
  }

  /** Whether nothing is limited at all. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The limit of a key; none where it was configured once and is no more. */
  public OptionalInt max(String key) {
    int max = 0;
    if (key.equals(ALL)) {
      max = all;
    } else if (key.startsWith(AGENT)) {
      max = perAgent.getOrDefault(key.substring(AGENT.length()), 0);
    } else if (key.startsWith(TENANT)) {
      max = perTenant;
    } else if (key.startsWith(PRINCIPAL)) {
      max = perPrincipal;
    }
    return max == 0 ? OptionalInt.empty() : OptionalInt.of(max);
  }

  private static void put(SortedMap<String, Integer> limits, String key, int max) {
    if (max > 0) {
      limits.put(key, max);
    }
  }
}
