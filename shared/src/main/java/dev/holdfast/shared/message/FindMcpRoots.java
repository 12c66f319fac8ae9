package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the folders that a client works in. None are answered where this principal has no such
 * session of the protocol.
 *
 * @param id the {@code Mcp-Session-Id}
 */
public record FindMcpRoots(Principal principal, String id) {}
