package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * A session of the Model Context Protocol, and the session it is bound to now.
 *
 * @param id the {@code Mcp-Session-Id}
 * @param protocolVersion what both sides agreed on
 * @param capabilities what the client said it can do: one JSON object as text
 */
public record McpSession(
    SessionRef session, String id, String protocolVersion, String capabilities) {}
