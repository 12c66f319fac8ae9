package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has to do with the context of its session's agents.
 *
 * @param summarises whether it writes the session's summary; its own context is not the session's
 * @param carried what the session that this one continues did; null for a session that continues
 *     none, or one of which nothing is told
 */
public record AttemptContext(boolean summarises, @Nullable SessionSummary carried) {}
