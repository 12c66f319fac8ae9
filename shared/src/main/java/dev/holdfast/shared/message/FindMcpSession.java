package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for a session of the Model Context Protocol. Fails with {@code unknown_binding}, for a
 * foreign one and for one that was closed as for one that never was.
 */
public record FindMcpSession(Principal principal, String mcpSessionId) {}
