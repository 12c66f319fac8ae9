package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Ends a key's validity; every pod refuses it within the near-cache's time. Does nothing the second
 * time. Fails with {@code not_found} for a key that is foreign or unknown.
 */
public record RevokeKey(Principal admin, String keyId) {}
