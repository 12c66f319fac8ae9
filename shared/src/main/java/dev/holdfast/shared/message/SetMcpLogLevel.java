package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Says from which level on a client is told what agents log. Durable before it is answered; fails
 * with {@code unknown_binding} where this principal has no such session of the protocol.
 *
 * @param id the {@code Mcp-Session-Id}
 * @param level one of RFC 5424, in lower case
 */
public record SetMcpLogLevel(Principal principal, String id, String level) {}
