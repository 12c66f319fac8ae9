package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the keys of the tenant of who asks, expired and revoked ones too.
 *
 * @param principal only the keys of this one, or null
 * @param before where the page before ended, or null
 */
public record ListKeys(
    Principal admin, @Nullable String principal, @Nullable Long before, int limit) {}
