package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Asks for what a session has under way at one moment. */
public record ReadSnapshot(SessionRef session) {}
