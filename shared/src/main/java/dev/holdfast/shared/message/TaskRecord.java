package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * A task as its owner sees it; timestamps are RFC 3339 UTC by the database clock.
 *
 * @param session settled before the task existed, never changed
 * @param attempt the number of the current or last attempt; 0 before the first
 * @param pod the name of the pod that runs it or ran it last
 * @param cancelRequestedAt when somebody first asked for its end
 * @param reason set with the terminal state
 * @param error one line, where it failed
 * @param result one JSON object as text, where it completed
 * @param lastSeq the number of its terminal event; 0 before that
 * @param account what it may use, and where its time went
 */
public record TaskRecord(
    String taskId,
    SessionRef session,
    String input,
    String agent,
    @Nullable String agentPreset,
    @Nullable String toolPreset,
    TaskStatus status,
    Progress progress,
    int attempt,
    int maxAttempts,
    @Nullable String pod,
    String createdAt,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable String cancelRequestedAt,
    @Nullable String reason,
    @Nullable String error,
    @Nullable String result,
    long lastSeq,
    TaskAccount account) {}
