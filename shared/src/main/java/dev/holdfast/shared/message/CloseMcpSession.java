package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Ends a session of the Model Context Protocol; the session it was bound to stays. Answers what it
 * was. Fails with {@code unknown_binding}, also where it was closed before.
 */
public record CloseMcpSession(Principal principal, String mcpSessionId) {}
