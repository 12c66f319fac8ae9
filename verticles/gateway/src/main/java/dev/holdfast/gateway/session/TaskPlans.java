package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.OnDependencyFailure;
import dev.holdfast.shared.message.OnParentEnd;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.TaskDependencies;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a submitted task stands to the other ones, as clients write it. */
final class TaskPlans {
  /** The names of the fields. */
  static final List<String> FIELDS =
      List.of(
          "priority",
          "retry",
          "parent_task_id",
          "on_parent_end",
          "depends_on",
          "on_dependency_failure");

  private static final List<String> RETRY = List.of("backoff_ms", "backoff_ms_max");

  private static final int TASK_ID_MAX = 200;
  private static final int DEPENDS_ON_MAX = 1_000;
  private static final int NAME_MAX = 64;

  private TaskPlans() {}

  static TaskPlan read(Fields fields) {
    Long priority = fields.numberOrNull("priority", TaskPlan.PRIORITY_MIN, TaskPlan.PRIORITY_MAX);
    return new TaskPlan(
        priority == null ? TaskPlan.PRIORITY_DEFAULT : priority.intValue(),
        retry(fields.objectOrNull("retry")),
        parent(fields),
        dependencies(fields));
  }

  private static TaskDependencies dependencies(Fields fields) {
    List<String> on = EntryFields.texts(fields, "depends_on", DEPENDS_ON_MAX, TASK_ID_MAX);
    OnDependencyFailure onFailure =
        EntryRequest.named(
            "on_dependency_failure",
            fields.textOrNull("on_dependency_failure", 0, NAME_MAX),
            wire ->
                Arrays.stream(OnDependencyFailure.values())
                    .filter(each -> each.wire().equals(wire))
                    .findFirst(),
            Arrays.stream(OnDependencyFailure.values()).map(OnDependencyFailure::wire).toList(),
            ErrorCode.INVALID_FIELD);
    if (on.isEmpty() && onFailure != null) {
      throw new Fault(ErrorCode.INVALID_FIELD, "on_dependency_failure goes with depends_on only");
    }
    if (Set.copyOf(on).size() != on.size()) {
      throw new Fault(ErrorCode.INVALID_FIELD, "depends_on names a task twice");
    }
    return new TaskDependencies(on, onFailure == null ? OnDependencyFailure.FAIL : onFailure);
  }

  private static @Nullable TaskParent parent(Fields fields) {
    String taskId = fields.textOrNull("parent_task_id", 1, TASK_ID_MAX);
    OnParentEnd onEnd =
        EntryRequest.named(
            "on_parent_end",
            fields.textOrNull("on_parent_end", 0, NAME_MAX),
            wire ->
                Arrays.stream(OnParentEnd.values())
                    .filter(each -> each.wire().equals(wire))
                    .findFirst(),
            Arrays.stream(OnParentEnd.values()).map(OnParentEnd::wire).toList(),
            ErrorCode.INVALID_FIELD);
    if (taskId == null && onEnd != null) {
      throw new Fault(ErrorCode.INVALID_FIELD, "on_parent_end goes with parent_task_id only");
    }
    return taskId == null
        ? null
        : new TaskParent(taskId, onEnd == null ? OnParentEnd.CANCEL_UNLESS_COMPLETED : onEnd);
  }

  private static @Nullable Retry retry(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    fields.allow(RETRY);
    Long first = fields.numberOrNull("backoff_ms", 0, TaskOptions.MS_MAX);
    Long most = fields.numberOrNull("backoff_ms_max", 0, TaskOptions.MS_MAX);
    return new Retry(
        first == null ? Retry.BACKOFF_MS_DEFAULT : first.intValue(),
        most == null ? Retry.BACKOFF_MS_MAX_DEFAULT : most.intValue());
  }

  /** What a fingerprint is taken of: nothing where nothing was wanted; names keep values apart. */
  static List<String> parts(TaskPlan plan) {
    List<String> parts = new ArrayList<>();
    if (plan.priority() != TaskPlan.PRIORITY_DEFAULT) {
      parts.addAll(List.of("priority", Integer.toString(plan.priority())));
    }
    Retry retry = plan.retry();
    if (retry != null) {
      parts.add("retry");
      parts.add(retry.backoffMs() + "-" + retry.backoffMsMax());
    }
    TaskParent parent = plan.parent();
    if (parent != null) {
      parts.addAll(List.of("parent", parent.taskId(), parent.onEnd().wire()));
    }
    TaskDependencies dependencies = plan.dependencies();
    if (!dependencies.on().isEmpty()) {
      parts.addAll(List.of("depends_on", dependencies.onFailure().wire()));
      parts.addAll(dependencies.on());
    }
    return parts;
  }
}
