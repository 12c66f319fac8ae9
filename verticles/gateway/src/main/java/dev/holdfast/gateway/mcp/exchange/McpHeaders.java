package dev.holdfast.gateway.mcp.exchange;

import io.netty.util.AsciiString;

/** Headers that most requests of the protocol have; hashed once, as they are looked up so often. */
public final class McpHeaders {
  public static final AsciiString SESSION = AsciiString.cached("Mcp-Session-Id");
  public static final AsciiString VERSION = AsciiString.cached("MCP-Protocol-Version");

  private McpHeaders() {}
}
