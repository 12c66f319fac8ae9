package dev.holdfast.registry.store;

/**
 * A live binding as it was read.
 *
 * @param number grows with each binding that is made
 * @param session where it leads; a session that has ended keeps its bindings
 */
public record StoredBinding(long number, StoredSession session) {}
