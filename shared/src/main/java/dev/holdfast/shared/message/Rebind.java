package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Transport;

/**
 * Lets a bound transport lead to another session of the same principal from now on. The former
 * binding ends and a new one is made in one transaction, on record in the audit trails of both
 * sessions. Other pods may take the former session for {@code registry.near_cache_ms}.
 *
 * <p>Fails with {@code binding_conflict} naming the actual session, {@code unknown_binding}, {@code
 * unknown_session} or {@code session_ended}.
 *
 * @param sessionId where it shall lead
 * @param expectedSessionId where the caller believes that it leads
 */
public record Rebind(
    Principal principal, Transport transport, String sessionId, String expectedSessionId) {}
