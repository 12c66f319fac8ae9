package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks, newest first.
 *
 * @param next what to give as {@code before} for the next page; null on the last
 */
public record TaskPage(List<TaskRecord> tasks, @Nullable Long next) {
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
