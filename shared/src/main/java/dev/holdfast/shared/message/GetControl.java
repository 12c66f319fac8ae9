package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Asks who controls a session. Fails with {@code unknown_session}. */
public record GetControl(SessionRef session) {}
