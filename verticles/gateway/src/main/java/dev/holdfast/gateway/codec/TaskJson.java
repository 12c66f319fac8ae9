package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.TaskAccount;
import dev.holdfast.shared.message.TaskDependencies;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskTimings;
import org.jspecify.annotations.Nullable;

/** Tasks as every protocol shows them: all keys always present, null where nothing is known. */
public final class TaskJson {
  private TaskJson() {}

  /** Writes the task's fields into the object. */
  public static void write(JsonOut out, TaskRecord task) {
    out.text("task_id", task.taskId())
        .text("session_id", task.session().id())
        .text("status", task.status().wire())
        .text("task", task.input())
        .text("agent", task.agent())
        .text("agent_preset", task.agentPreset())
        .text("tool_preset", task.toolPreset())
        .number("current_iteration", task.progress().currentIteration())
        .number("total_iterations", task.progress().totalIterations())
        .number("tokens_used", task.progress().tokensUsed())
        .number("total_tokens", task.progress().totalTokens())
        .number("attempt", task.attempt())
        .number("max_attempts", task.maxAttempts())
        .text("pod", task.pod())
        .text("created_at", task.createdAt())
        .text("started_at", task.startedAt())
        .text("finished_at", task.finishedAt())
        .text("cancel_requested_at", task.cancelRequestedAt())
        .text("termination_reason", task.reason())
        .text("error", task.error())
        .json("result", task.result());
    account(out, task.account());
    plan(out, task);
  }

  private static void account(JsonOut out, TaskAccount account) {
    TaskLimits limits = account.limits();
    TaskTimings timings = account.timings();
    out.text("task_type", limits.taskType());
    UsageJson.budget(out, limits.budget());
    out.text("partial", limits.acceptsPartial() ? "accept" : "fail")
        .number("turns_max", account.turnsMax())
        .object(
            "timings",
            t ->
                t.number("queue_ms", timings.queueMs())
                    .number("run_ms", timings.runMs())
                    .number("input_ms", timings.inputMs()))
        .text("correlation_id", account.correlationId());
  }

  private static void plan(JsonOut out, TaskRecord task) {
    TaskParent parent = task.plan().parent();
    TaskDependencies dependencies = task.plan().dependencies();
    out.number("priority", (long) task.plan().priority())
        .json("retry", retry(task.plan().retry()))
        .flag("dead_letter", task.deadLetter())
        .text("requeued_from", task.requeuedFrom())
        .text("parent_task_id", parent == null ? null : parent.taskId())
        .text("on_parent_end", parent == null ? null : parent.onEnd().wire())
        .texts("depends_on", dependencies.on())
        .texts("waiting_for", dependencies.waitingFor())
        .text(
            "on_dependency_failure",
            dependencies.on().isEmpty() ? null : dependencies.onFailure().wire());
  }

  private static @Nullable String retry(@Nullable Retry retry) {
    return retry == null
        ? null
        : JsonOut.object(out ->
            out.number("backoff_ms", (long) retry.backoffMs())
                .number("backoff_ms_max", (long) retry.backoffMsMax()));
  }

  /** Writes {@code tasks} and {@code next}. */
  public static void write(JsonOut out, TaskPage page) {
    out.objects("tasks", page.tasks(), TaskJson::write).number("next", page.next());
  }
}
