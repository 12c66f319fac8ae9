package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Asks for events of a session, oldest first, once and without following it.
 *
 * @param session an already authorised session
 * @param after the last number already known; 0 for the start, {@link Watch#NOW} for none of the
 *     past
 * @param filter what is wanted
 * @param max at most so many events
 */
public record ReadEvents(SessionRef session, long after, EventFilter filter, int max) {}
