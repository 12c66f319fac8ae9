package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.mcp.exchange.LogLevel;
import dev.holdfast.shared.message.McpSession;
import java.util.Optional;
import java.util.Set;

/**
 * What the client of a session can be told on a stream.
 *
 * @param capabilities what it said that it can do
 * @param logs from which level on it is told what the agent logs; empty for nothing
 * @param positions whether it takes events that have an id and no message
 */
record Ears(Set<String> capabilities, Optional<LogLevel> logs, boolean positions) {
  Ears {
    capabilities = Set.copyOf(capabilities);
  }

  static Ears of(McpSession session) {
    return new Ears(
        ClientInfo.capabilities(session),
        Optional.ofNullable(session.logLevel()).flatMap(LogLevel::ofWire),
        ClientInfo.takesPositions(session));
  }

  /** Whether it is told what the service itself has to say; it may be where it named no level. */
  boolean takeWarnings() {
    return logs.filter(least -> least.compareTo(LogLevel.WARNING) > 0).isEmpty();
  }
}
