package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Makes an API key in the tenant of who asks, valid on every pod when answered.
 *
 * @param admin who asks; already known to have the scope admin
 * @param principal whom the key will stand for, 1-200 characters
 * @param label for people, 0-200 characters
 * @param keyHash SHA-256 of the new secret, lower-case hexadecimal
 * @param lifetimeS seconds until it expires; null for never
 */
public record CreateKey(
    Principal admin,
    String principal,
    KeyScope scope,
    String label,
    String keyHash,
    @Nullable Long lifetimeS) {}
