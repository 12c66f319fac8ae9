package dev.holdfast.tasks.task;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimings;
import dev.holdfast.shared.message.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The payloads of task events. Each carries the task's state and all four counters, so that a
 * watcher that joins anywhere can draw the whole task from the newest event.
 */
public final class TaskEventCodec {
  private static final String CORRELATION_ID = "correlation_id";

  private TaskEventCodec() {}

  /**
   * The first event; it names the parent and the dead letter that it takes up, where it has one.
   */
  public static NewEvent accepted(TaskRecord task) {
    JsonObject data =
        state(TaskStatus.QUEUED, 0, Progress.NONE)
            .put("agent", task.agent())
            .put(CORRELATION_ID, task.account().correlationId());
    TaskParent parent = task.plan().parent();
    if (parent != null) {
      data.put("parent_task_id", parent.taskId());
    }
    List<String> dependsOn = task.plan().dependencies().on();
    if (!dependsOn.isEmpty()) {
      data.put("depends_on", new JsonArray(dependsOn));
    }
    String requeued = task.requeuedFrom();
    if (requeued != null) {
      data.put("requeued_from", requeued);
    }
    return event(EventType.TASK_ACCEPTED, task.taskId(), data);
  }

  /** It does not begin before those have ended that it still waits for. */
  public static NewEvent waiting(TaskRecord task) {
    return event(
        EventType.TASK_WAITING,
        task.taskId(),
        state(task.status(), task.attempt(), task.progress())
            .put("waiting_for", new JsonArray(task.plan().dependencies().waitingFor())));
  }

  /** It waits for its turn alone. */
  public static NewEvent ready(TaskRecord task) {
    return event(
        EventType.TASK_READY, task.taskId(), state(task.status(), task.attempt(), task.progress()));
  }

  public static NewEvent started(Attempt attempt, String pod) {
    return event(
        EventType.TASK_STARTED,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), Progress.NONE)
            .put("agent", attempt.agent())
            .put("pod", pod)
            .put(CORRELATION_ID, attempt.terms().correlationId()));
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

  /** What the attempt has used so far. */
  public static NewEvent usage(Attempt attempt, Progress progress, Usage usage) {
    return event(
        EventType.TASK_USAGE,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress)
            .put("input_tokens", usage.inputTokens())
            .put("output_tokens", usage.outputTokens())
            .put("cache_read_tokens", usage.cacheReadTokens())
            .put("cache_write_tokens", usage.cacheWriteTokens())
            .put("turns", usage.turns())
            .put("tool_calls", usage.toolCalls())
            .put("cost_micros", usage.costMicros()));
  }

  /** Most of a limit is used. */
  public static NewEvent budgetWarning(Attempt attempt, Progress progress, LimitUse use) {
    return event(
        EventType.TASK_BUDGET_WARNING,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress)
            .put("scope", use.scope().wire())
            .put("measure", use.measure().wire())
            .put("limit", use.limit())
            .put("used", use.used()));
  }

  /**
   * The agent's context is nearly full.
   *
   * @param percent the threshold that was reached
   */
  public static NewEvent contextWarning(
      Attempt attempt, Progress progress, ContextUse use, int percent) {
    return event(
        EventType.CONTEXT_WARNING,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress)
            .put("percent", percent)
            .put("used", use.used())
            .put("size", use.size()));
  }

  /** The agent's question. */
  public static NewEvent inputRequested(
      Attempt attempt, Progress progress, String inputId, Question question) {
    String detail = question.detail();
    return event(
        EventType.TASK_INPUT_REQUESTED,
        attempt.taskId(),
        state(TaskStatus.WAITING_INPUT, attempt.number(), progress)
            .put("input_id", inputId)
            .put("prompt", question.prompt())
            .put("options", QuestionCodec.array(question))
            .put("detail", detail == null ? null : new JsonObject(detail)));
  }

  /** What its owner answered. */
  public static NewEvent inputReceived(TaskRecord task, String inputId, Answer answer) {
    return event(
        EventType.TASK_INPUT_RECEIVED,
        task.taskId(),
        state(TaskStatus.RUNNING, task.attempt(), task.progress())
            .put("input_id", inputId)
            .put("option", answer.option())
            .put("text", answer.text()));
  }

  /** A text for its agent. */
  public static NewEvent message(TaskRecord task, String text) {
    return event(
        EventType.TASK_MESSAGE,
        task.taskId(),
        state(task.status(), task.attempt(), task.progress()).put("text", text));
  }

  /** The first request for its end. */
  public static NewEvent cancelRequested(
      String taskId, int attempt, Progress progress, CancelCause cause) {
    return event(
        EventType.TASK_CANCEL_REQUESTED,
        taskId,
        state(TaskStatus.RUNNING, attempt, progress).put("by", cause.wire()));
  }

  /** The pod that runs the attempt told the agent. */
  public static NewEvent cancelDelivered(Attempt attempt, Progress progress, String pod) {
    return event(
        EventType.TASK_CANCEL_DELIVERED,
        attempt.taskId(),
        state(TaskStatus.RUNNING, attempt.number(), progress).put("pod", pod));
  }

  /** What became of the agent, before the task's last event. */
  public static NewEvent cancelSettled(LostAttempt lost, StopReceipt receipt) {
    JsonObject data =
        state(TaskStatus.RUNNING, lost.number(), lost.progress()).put("pod", lost.pod());
    return switch (receipt) {
      case STOPPED -> event(EventType.TASK_CANCEL_STOPPED, lost.taskId(), data);
      case NOT_CONFIRMED, WORKER_LOST ->
          event(EventType.TASK_CANCEL_ABANDONED, lost.taskId(), data.put("reason", receipt.wire()));
    };
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
            .put("reason", reason)
            .put(CORRELATION_ID, lost.correlationId()));
  }

  /**
   * An attempt that failed in a way that may pass.
   *
   * @param error one line
   * @param delayMs milliseconds before the next one
   */
  public static NewEvent retried(LostAttempt lost, String error, long delayMs) {
    return event(
        EventType.TASK_SUPERSEDED,
        lost.taskId(),
        state(TaskStatus.QUEUED, lost.number(), Progress.NONE)
            .put("from_seq", lost.fromSeq())
            .put("reason", "retry")
            .put("error", error)
            .put("delay_ms", delayMs));
  }

  /**
   * The task's last event.
   *
   * @param progress already settled
   */
  public static NewEvent ended(
      String taskId, int attempt, Progress progress, Ending ending, TaskTrace trace) {
    return event(ending.event(), taskId, ended(attempt, progress, ending, trace));
  }

  /**
   * The last event of a task whose dependency was not completed.
   *
   * @param dependency the id of the task it waited for
   */
  public static NewEvent dependencyFailed(
      TaskRecord task, String dependency, Ending ending, TaskTrace trace) {
    return event(
        ending.event(),
        task.taskId(),
        ended(task.attempt(), task.progress(), ending, trace)
            .put("dependency_task_id", dependency));
  }

  private static JsonObject ended(int attempt, Progress progress, Ending ending, TaskTrace trace) {
    JsonObject data =
        state(ending.status(), attempt, progress)
            .put("termination_reason", ending.reason().wire())
            .put("error", ending.error())
            .put("dead_letter", ending.deadLetter());
    String result = ending.result();
    data.put("result", result == null ? null : new JsonObject(result));
    data.put(CORRELATION_ID, trace.correlationId());
    TaskTimings timings = trace.timings();
    data.put(
        "timings",
        new JsonObject()
            .put("queue_ms", timings.queueMs())
            .put("run_ms", timings.runMs())
            .put("input_ms", timings.inputMs()));
    return data;
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
