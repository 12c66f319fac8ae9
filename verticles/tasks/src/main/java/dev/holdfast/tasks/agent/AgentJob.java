package dev.holdfast.tasks.agent;

import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told.
 *
 * @param sessionId the session of the task: the only one the agent may use as its own
 * @param sessionKey tells this session from every other of any owner, also from a former one of the
 *     same id; never shown
 * @param attemptMark unique to this attempt; marks the processes that belong to it
 * @param podMark unique to this start of the pod
 * @param maxTurns turns it may take, for an agent that can keep to it; null for no limit
 * @param place the number of the place that was kept for it, where its agent needs one
 * @param runMs milliseconds that its submitter lets it run; null for no wish
 * @param before what an agent without any memory of the session has to know first; null for nothing
 * @param trace of which trace the attempt is a part; empty for none
 */
public record AgentJob(
    String sessionId,
    String taskId,
    int attempt,
    String input,
    @Nullable String agentPreset,
    @Nullable String toolPreset,
    String sessionKey,
    String attemptMark,
    String podMark,
    @Nullable Long maxTurns,
    long place,
    @Nullable Integer runMs,
    @Nullable String before,
    Optional<TraceParent> trace) {
  /** A job that needs no place, of a submitter without a wish, before which nothing was. */
  public AgentJob(
      String sessionId,
      String taskId,
      int attempt,
      String input,
      @Nullable String agentPreset,
      @Nullable String toolPreset,
      String sessionKey,
      String attemptMark,
      String podMark,
      @Nullable Long maxTurns) {
    this(
        sessionId,
        taskId,
        attempt,
        input,
        agentPreset,
        toolPreset,
        sessionKey,
        attemptMark,
        podMark,
        maxTurns,
        0,
        null,
        null,
        Optional.empty());
  }

  /** The same with what came before in front of the input, for an agent whose context is empty. */
  public AgentJob inEmptyContext() {
    return before == null
        ? this
        : new AgentJob(
            sessionId,
            taskId,
            attempt,
            before + "\n\n" + input,
            agentPreset,
            toolPreset,
            sessionKey,
            attemptMark,
            podMark,
            maxTurns,
            place,
            runMs,
            null,
            trace);
  }
}
