package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Ends a share; one that was revoked stays as it was. Fails with {@code unknown_share}. */
public record RevokeShare(SessionRef session, String shareId) {}
