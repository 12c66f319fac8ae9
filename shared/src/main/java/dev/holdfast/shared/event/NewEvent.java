package dev.holdfast.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * A fact about to be appended.
 *
 * @param taskId the task it tells of, if any
 * @param data the payload: one JSON object as text
 */
public record NewEvent(EventType type, @Nullable String taskId, String data) {}
