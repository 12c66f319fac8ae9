package dev.holdfast.shared.identity;

/**
 * A session that exists durably.
 *
 * @param number the internal key; never on the wire
 * @param owner the principal the session belongs to
 * @param id the {@code session_id} on the wire; unique within the owner
 */
public record SessionRef(long number, Principal owner, String id) {}
