package dev.holdfast.shared.message;

import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a worker is told by the tasks of its pod. */
public sealed interface WorkerOrder {
  /**
   * News of the worker was taken; news that ends a job only when that is durable.
   *
   * @param number as the news had it
   * @param refusal why nothing came of it; empty where something did
   */
  record Taken(long number, Optional<Fault> refusal) implements WorkerOrder {}

  /**
   * A job to begin with.
   *
   * @param jobId stands for this attempt only
   * @param externalSessionId the same for all attempts of this session and agent, on every pod
   * @param maxTurns turns it may take; null for no limit
   * @param deadlineMs milliseconds after which it is stopped, without the time in which a question
   *     waits for its answer
   * @param trace of which trace the attempt is a part; empty for none
   */
  record Begin(
      String jobId,
      String taskId,
      String sessionId,
      String agent,
      String input,
      int attempt,
      @Nullable String agentPreset,
      @Nullable String toolPreset,
      String externalSessionId,
      @Nullable Long maxTurns,
      long deadlineMs,
      Optional<TraceParent> trace)
      implements WorkerOrder {}

  /** What the task's owner answered. */
  record Answered(String jobId, String askId, Answer answer) implements WorkerOrder {}

  /**
   * A job to stop.
   *
   * @param reason why, for example {@code cancelled}
   */
  record Stop(String jobId, String reason) implements WorkerOrder {}

  /** A text that the task's owner sent. */
  record Tell(String jobId, String text) implements WorkerOrder {}

  /** Another connection offered itself under the worker's id; this one is to be closed. */
  record Replaced() implements WorkerOrder {}
}
