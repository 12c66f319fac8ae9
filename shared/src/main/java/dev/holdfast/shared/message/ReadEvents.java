package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Asks for events of a session, oldest first, once and without following it.
 *
 * @param session an already authorised session
 * @param after the last number already known; 0 for the start
 */
public record ReadEvents(SessionRef session, long after) {}
