package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Makes a session of the Model Context Protocol and binds it to a new session, durably before the
 * answer.
 *
 * @param mcpSessionId new and not to be guessed, 1-200 visible ASCII characters
 * @param protocolVersion what both sides agreed on
 * @param client who the client says it is: one JSON object as text
 * @param capabilities what the client says it can do: one JSON object as text
 */
public record OpenMcpSession(
    Principal principal,
    String mcpSessionId,
    String protocolVersion,
    String client,
    String capabilities) {}
