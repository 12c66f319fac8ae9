package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks which resources a session of the protocol subscribes to.
 *
 * @param id the {@code Mcp-Session-Id}
 */
public record ListMcpSubscriptions(Principal principal, String id) {}
