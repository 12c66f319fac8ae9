package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.TaskTimings;
import org.jspecify.annotations.Nullable;

/** What the last event of a task tells of its way: the request it came by, and its times. */
public record TaskTrace(@Nullable String correlationId, TaskTimings timings) {}
