package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Asks what a session has used; fails with {@code unknown_session} where its owner has none. */
public record GetSessionUsage(SessionRef session) {}
