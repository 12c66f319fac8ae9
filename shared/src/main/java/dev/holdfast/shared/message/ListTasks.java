package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the principal's tasks, newest first.
 *
 * @param sessionNo only this session's
 * @param status only in this state
 * @param before the {@code next} of the page before
 * @param limit 1-200
 * @param filter which of them
 * @param parentTaskId only parts of that one
 */
public record ListTasks(
    Principal principal,
    @Nullable Long sessionNo,
    @Nullable TaskStatus status,
    @Nullable Long before,
    int limit,
    TaskFilter filter,
    @Nullable String parentTaskId) {
  /** Of any parent and none. */
  public ListTasks(
      Principal principal,
      @Nullable Long sessionNo,
      @Nullable TaskStatus status,
      @Nullable Long before,
      int limit,
      TaskFilter filter) {
    this(principal, sessionNo, status, before, limit, filter, null);
  }

  /** Of all of them. */
  public ListTasks(
      Principal principal,
      @Nullable Long sessionNo,
      @Nullable TaskStatus status,
      @Nullable Long before,
      int limit) {
    this(principal, sessionNo, status, before, limit, TaskFilter.ALL, null);
  }
}
