package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An API key as an administrator sees it; the key itself is nowhere.
 *
 * @param scope of a key, or of a worker's key
 * @param createdBy the principal who made it, or {@code operator}
 * @param createdAt RFC 3339 UTC, database clock, as all times here
 * @param expiresAt null for never
 * @param revokedAt null while it is not revoked
 * @param lastUsedAt to the minute; null for never
 */
public record KeyRecord(
    String keyId,
    Principal holder,
    Scope scope,
    String label,
    String createdBy,
    String createdAt,
    @Nullable String expiresAt,
    @Nullable String revokedAt,
    @Nullable String lastUsedAt) {}
