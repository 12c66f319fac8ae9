package dev.holdfast.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * One fact of one session.
 *
 * @param seq its number: per session, from 1, no gap, in commit order
 * @param taskId the task it tells of, if any
 * @param at RFC 3339 UTC with microseconds, by the database clock, start of the transaction
 * @param data the payload: one JSON object as text
 */
public record Event(long seq, EventType type, @Nullable String taskId, String at, String data) {}
