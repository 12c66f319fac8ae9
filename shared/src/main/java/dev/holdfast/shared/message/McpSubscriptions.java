package dev.holdfast.shared.message;

import java.util.Set;

/** The resources that a session of the Model Context Protocol subscribes to, by their addresses. */
public record McpSubscriptions(Set<String> uris) {
  public McpSubscriptions {
    uris = Set.copyOf(uris);
  }
}
