package dev.holdfast.tasks.task;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a task, under one lease token.
 *
 * @param leaseToken what every write of this attempt names
 * @param taskNo the internal key; never on the wire
 * @param number 1 for the first
 * @param cancelRequested whether somebody asked for the end before it began
 * @param runMs milliseconds it may run; null for the configured time
 * @param stallMs milliseconds it may be silent; null for the configured time
 * @param terms what it may use
 * @param maxAttempts how many there may be
 * @param retry null where a failure is final
 * @param context what it has to do with the context of its session's agents
 * @param trace of which trace its task is a part; empty for none
 */
public record Attempt(
    SessionRef session,
    long leaseToken,
    long taskNo,
    String taskId,
    int number,
    String input,
    String agent,
    @Nullable String agentPreset,
    @Nullable String toolPreset,
    boolean cancelRequested,
    @Nullable Integer runMs,
    @Nullable Integer stallMs,
    AttemptTerms terms,
    int maxAttempts,
    @Nullable Retry retry,
    AttemptContext context,
    Optional<TraceParent> trace) {}
