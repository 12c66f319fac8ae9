package dev.holdfast.shared.message;

import java.util.Set;

/**
 * Asks how sessions of the Model Context Protocol stand, whoever they are of. One question for many
 * streams of a gateway.
 *
 * @param changed of which of them the subscriptions are wanted too
 */
public record CheckMcpSessions(Set<FindMcpSession> wanted, Set<FindMcpSession> changed) {
  /** Of how many one question may ask. */
  public static final int MAX = 1_000;

  public CheckMcpSessions {
    wanted = Set.copyOf(wanted);
    changed = Set.copyOf(changed);
  }
}
