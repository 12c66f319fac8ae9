package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Says which folders a client works in, as it told. Durable before it is answered; fails with
 * {@code unknown_binding} where this principal has no such session of the protocol.
 *
 * @param id the {@code Mcp-Session-Id}
 * @param roots one JSON array as text; null where the client has to be asked anew
 * @param asked which time it was asked that it answers; an answer to an older question changes
 *     nothing
 */
public record SetMcpRoots(Principal principal, String id, @Nullable String roots, long asked) {}
