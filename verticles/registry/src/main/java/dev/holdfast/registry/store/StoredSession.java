package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;

/** A session as it was read, ended or not. */
public record StoredSession(SessionRef ref, boolean ended) {}
