package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** The unfinished tasks of a session, in the order in which they will run. */
public record ReadQueue(SessionRef session) {}
