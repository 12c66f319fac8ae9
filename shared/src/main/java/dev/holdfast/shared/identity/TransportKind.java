package dev.holdfast.shared.identity;

import java.util.Locale;

/** The kinds of way in that can be bound to a session. */
public enum TransportKind {
  /** A WebSocket client that names its transport in {@code hello.transport_id}. */
  WEBSOCKET,
  /** An HTTP client that sends {@code X-Transport-Id}. */
  HTTP,
  /**
   * A declared identity that outlives transport ids: the hash of agent, repository root, mode and
   * scope.
   */
  STABLE,
  /** A session of the Model Context Protocol, by its {@code Mcp-Session-Id}. */
  MCP;

  /** The name in the store and on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
