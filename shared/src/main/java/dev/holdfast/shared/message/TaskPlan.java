package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * How a task stands to the other ones.
 *
 * @param priority 0-9; how urgent its session is while it comes next: among the sessions of a
 *     tenant those of 9 come first. Inside its session it changes nothing
 * @param retry null where a failure is final
 * @param parent null where it is nobody's part
 * @param dependencies what it waits for beside its turn
 */
public record TaskPlan(
    int priority,
    @Nullable Retry retry,
    @Nullable TaskParent parent,
    TaskDependencies dependencies) {
  /** The least and the greatest urgency, and that of a task that wants none. */
  public static final int PRIORITY_MIN = 0;

  public static final int PRIORITY_MAX = 9;
  public static final int PRIORITY_DEFAULT = 5;

  /** As any other. */
  public static final TaskPlan DEFAULT = new TaskPlan(PRIORITY_DEFAULT, null);

  /** A part of no other. */
  public TaskPlan(int priority, @Nullable Retry retry) {
    this(priority, retry, null);
  }

  /** That waits for no other. */
  public TaskPlan(int priority, @Nullable Retry retry, @Nullable TaskParent parent) {
    this(priority, retry, parent, TaskDependencies.NONE);
  }
}
