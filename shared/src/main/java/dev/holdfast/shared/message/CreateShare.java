package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Makes a share token for a session, valid on every pod when answered, until it expires, is revoked
 * or the session ends.
 *
 * @param label for people, 0-200 characters
 * @param tokenHash SHA-256 of the new token, lower-case hexadecimal
 * @param lifetimeS seconds until it expires; null for the longest that is allowed
 */
public record CreateShare(
    Principal principal,
    String sessionId,
    String label,
    String tokenHash,
    @Nullable Long lifetimeS) {}
