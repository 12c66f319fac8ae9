package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Begins or ends a client's subscription of a resource. Durable before it is answered; to begin one
 * twice, or to end one that there is not, changes nothing. Fails with {@code unknown_binding} where
 * this principal has no such session of the protocol, and with {@code overloaded} where that has
 * {@link #MAX} subscriptions.
 *
 * @param id the {@code Mcp-Session-Id}
 * @param uri 1-2048 characters
 */
public record ChangeMcpSubscription(Principal principal, String id, String uri, boolean on) {
  /** Subscriptions that a session of the protocol may have. */
  public static final int MAX = 100;
}
