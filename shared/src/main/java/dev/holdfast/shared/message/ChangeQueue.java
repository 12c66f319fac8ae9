package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Changes the queue of a session, and answers with the queue as it is then. */
public record ChangeQueue(SessionRef session, QueueChange change) {}
