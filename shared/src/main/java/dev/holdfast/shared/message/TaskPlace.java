package dev.holdfast.shared.message;

/**
 * Where in its session's queue a task goes, and from when it may begin.
 *
 * @param onBusy what to do where the session has unfinished tasks
 * @param delayMs milliseconds before it may begin; a delayed task keeps its place and lets those
 *     behind it pass
 */
public record TaskPlace(OnBusy onBusy, int delayMs) {
  /** At the end, as soon as its turn comes. */
  public static final TaskPlace LAST = new TaskPlace(OnBusy.ENQUEUE, 0);
}
