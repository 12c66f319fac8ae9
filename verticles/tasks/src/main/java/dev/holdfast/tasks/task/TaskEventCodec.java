package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.json.JsonObject;

/**
 * The payloads of task events. Each carries the task's state and all four counters, so that a
 * watcher that joins anywhere can draw the whole task from the newest event.
 */
public final class TaskEventCodec {
  private TaskEventCodec() {}

  public static NewEvent accepted(String taskId, String agent) {
    return event(
        EventType.TASK_ACCEPTED,
        taskId,
        state(TaskStatus.QUEUED, 0, Progress.NONE).put("agent", agent));
  }

  public static NewEvent started(String taskId, int attempt, String agent, String pod) {
    return event(
        EventType.TASK_STARTED,
        taskId,
        state(TaskStatus.RUNNING, attempt, Progress.NONE).put("agent", agent).put("pod", pod));
  }

  public static NewEvent progress(Attempt attempt, Progress progress) {
    return event(
        EventType.TASK_PROGRESS,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress));
  }

  /**
   * Something the agent said.
   *
   * @param stream {@code stdout} or {@code stderr} of a program, {@code text} of an agent
   */
  public static NewEvent output(Attempt attempt, Progress progress, String stream, String text) {
    return event(
        EventType.TASK_OUTPUT,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress)
            .put("stream", stream)
            .put("text", text));
  }

  public static NewEvent cancelRequested(String taskId, int attempt, Progress progress) {
    return event(
        EventType.TASK_CANCEL_REQUESTED, taskId, state(TaskStatus.RUNNING, attempt, progress));
  }

  /**
   * An attempt that no longer counts.
   *
   * @param reason why the attempt no longer counts
   */
  public static NewEvent superseded(LostAttempt lost, String reason) {
    return event(
        EventType.TASK_SUPERSEDED,
        lost.taskId(),
        state(TaskStatus.QUEUED, lost.number(), Progress.NONE)
            .put("from_seq", lost.fromSeq())
            .put("reason", reason));
  }

  /**
   * The task's last event.
   *
   * @param progress already settled
   */
  public static NewEvent ended(String taskId, int attempt, Progress progress, Ending ending) {
    JsonObject data =
        state(ending.status(), attempt, progress)
            .put("termination_reason", ending.reason().wire())
            .put("error", ending.error());
    String result = ending.result();
    data.put("result", result == null ? null : new JsonObject(result));
    return event(ending.event(), taskId, data);
  }

  private static JsonObject state(TaskStatus status, int attempt, Progress progress) {
    return new JsonObject()
        .put("status", status.wire())
        .put("attempt", attempt)
        .put("current_iteration", progress.currentIteration())
        .put("total_iterations", progress.totalIterations())
        .put("tokens_used", progress.tokensUsed())
        .put("total_tokens", progress.totalTokens());
  }

  private static NewEvent event(EventType type, String taskId, JsonObject data) {
    return new NewEvent(type, taskId, data.encode());
  }
}
