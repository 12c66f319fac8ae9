package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.Progress;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose pod can no longer finish it.
 *
 * @param rollsBack whether its cancellation says that none of its events count
 * @param fromSeq the number of its first event
 * @param correlationId the id of the request that submitted the task
 * @param pod the name of the pod that ran it
 */
public record LostAttempt(
    long taskNo,
    String taskId,
    int number,
    int maxAttempts,
    boolean cancelRequested,
    boolean rollsBack,
    long fromSeq,
    Progress progress,
    @Nullable String correlationId,
    @Nullable String pod) {}
