package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What an agent wrote of what a session did.
 *
 * @param text at most {@code tasks.context_summary_chars_max} characters
 * @param sessionId the session of which it tells: this one, or the one that it continues
 * @param toSeq the last event of that session that it tells of
 * @param taskId the task that made it, one of that session
 * @param truncated whether the agent wrote more
 */
public record SessionSummary(
    String text, String sessionId, long toSeq, @Nullable String taskId, boolean truncated) {}
