package dev.holdfast.shared.message;

import java.util.List;

/** What a session's owner can do to its queue. Doing again what is done already changes nothing. */
public sealed interface QueueChange {
  /** Nothing of this session begins until it is released; what runs goes on. */
  record Hold() implements QueueChange {}

  /** The queue goes on. */
  record Release() implements QueueChange {}

  /**
   * The waiting tasks in this order; those that are not named come after them, in the order they
   * have.
   */
  record Reorder(List<String> taskIds) implements QueueChange {
    public Reorder {
      taskIds = List.copyOf(taskIds);
    }
  }

  /** This waiting task does not begin until it is released; those behind it may pass. */
  record HoldTask(String taskId) implements QueueChange {}

  /** This task may begin when its turn comes. */
  record ReleaseTask(String taskId) implements QueueChange {}

  /**
   * This waiting task comes next, at once.
   *
   * @param interrupt whether the running task is cancelled for it
   */
  record SendNow(String taskId, boolean interrupt) implements QueueChange {}

  /**
   * The running task stops and goes back to the queue's head, held; its attempt is not charged. A
   * waiting task is held.
   */
  record Pause(String taskId) implements QueueChange {}
}
