package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * A share as the owner of its session sees it; the token itself is nowhere. Times are RFC 3339 UTC,
 * database clock.
 *
 * @param valid whether its token works: it is not expired or revoked, and the session lives
 * @param revokedAt null while it is not revoked
 */
public record ShareRecord(
    String shareId,
    String sessionId,
    String label,
    boolean valid,
    String createdAt,
    String expiresAt,
    @Nullable String revokedAt) {}
