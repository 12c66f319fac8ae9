package dev.holdfast.shared.message;

import java.util.List;

/**
 * What a session has under way at one moment of its log: what the events up to {@code seq} say, and
 * none of those after it.
 *
 * @param seq the number of the newest event at that moment
 * @param floor the number up to which history was trimmed
 * @param held whether its queue is held
 * @param tasks those that have not ended, in the order in which they run; at most 1000
 * @param more whether there are more
 */
public record SessionSnapshot(
    long seq, long floor, boolean held, List<TaskRecord> tasks, boolean more) {
  public SessionSnapshot {
    tasks = List.copyOf(tasks);
  }
}
