package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a task at the end of its session's queue.
 *
 * @param input what the agent is to do, 1-262144 characters
 * @param agent null for the configured default
 * @param agentPreset null for none
 * @param toolPreset null for none
 * @param maxAttempts how often it may be started when attempts are lost; 1 means at most once
 * @param idempotency null where the client gave no key
 * @param correlationId the id of the request, 1-128 of A-Z a-z 0-9 . _ -; told in the task's events
 * @param call null where it is no call of a tool
 * @param claim as what it comes to a session that somebody controls
 * @param trace of which trace it is a part; empty for none
 */
public record SubmitTask(
    SessionRef session,
    String input,
    @Nullable String agent,
    @Nullable String agentPreset,
    @Nullable String toolPreset,
    int maxAttempts,
    @Nullable Idempotency idempotency,
    TaskTimeouts timeouts,
    TaskPlace place,
    TaskLimits limits,
    @Nullable String correlationId,
    TaskPlan plan,
    @Nullable CallMark call,
    Claim claim,
    Optional<TraceParent> trace) {
  /** At the end of the queue, with the configured times. */
  public SubmitTask(
      SessionRef session,
      String input,
      @Nullable String agent,
      @Nullable String agentPreset,
      @Nullable String toolPreset,
      int maxAttempts,
      @Nullable Idempotency idempotency) {
    this(
        session,
        input,
        agent,
        agentPreset,
        toolPreset,
        maxAttempts,
        idempotency,
        TaskTimeouts.CONFIGURED,
        TaskPlace.LAST);
  }

  /** With the configured limits. */
  public SubmitTask(
      SessionRef session,
      String input,
      @Nullable String agent,
      @Nullable String agentPreset,
      @Nullable String toolPreset,
      int maxAttempts,
      @Nullable Idempotency idempotency,
      TaskTimeouts timeouts,
      TaskPlace place) {
    this(
        session,
        input,
        agent,
        agentPreset,
        toolPreset,
        maxAttempts,
        idempotency,
        timeouts,
        place,
        TaskLimits.CONFIGURED,
        null,
        TaskPlan.DEFAULT);
  }

  /** No call of a tool. */
  public SubmitTask(
      SessionRef session,
      String input,
      @Nullable String agent,
      @Nullable String agentPreset,
      @Nullable String toolPreset,
      int maxAttempts,
      @Nullable Idempotency idempotency,
      TaskTimeouts timeouts,
      TaskPlace place,
      TaskLimits limits,
      @Nullable String correlationId,
      TaskPlan plan) {
    this(
        session,
        input,
        agent,
        agentPreset,
        toolPreset,
        maxAttempts,
        idempotency,
        timeouts,
        place,
        limits,
        correlationId,
        plan,
        null,
        Claim.ANYONE,
        Optional.empty());
  }

  /** The same as a call of a tool. */
  public SubmitTask as(CallMark mark) {
    return new SubmitTask(
        session,
        input,
        agent,
        agentPreset,
        toolPreset,
        maxAttempts,
        idempotency,
        timeouts,
        place,
        limits,
        correlationId,
        plan,
        mark,
        claim,
        trace);
  }

  /** The same with that claim. */
  public SubmitTask by(Claim by) {
    return new SubmitTask(
        session,
        input,
        agent,
        agentPreset,
        toolPreset,
        maxAttempts,
        idempotency,
        timeouts,
        place,
        limits,
        correlationId,
        plan,
        call,
        by,
        trace);
  }

  /** The same as a part of that. */
  public SubmitTask under(Optional<TraceParent> span) {
    return span.equals(trace)
        ? this
        : new SubmitTask(
            session,
            input,
            agent,
            agentPreset,
            toolPreset,
            maxAttempts,
            idempotency,
            timeouts,
            place,
            limits,
            correlationId,
            plan,
            call,
            claim,
            span);
  }
}
