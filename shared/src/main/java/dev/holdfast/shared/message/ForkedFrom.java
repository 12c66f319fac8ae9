package dev.holdfast.shared.message;

/**
 * Where a session's history was copied from.
 *
 * @param sessionId as it was then; the session itself may be gone
 * @param seq the last number that was copied; the events after it are the fork's own
 */
public record ForkedFrom(String sessionId, long seq) {}
