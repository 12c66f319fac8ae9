package dev.holdfast.shared.message;

/**
 * How far a task is. All four are 0 until something is known, and never absent.
 *
 * @param currentIteration iterations done
 * @param totalIterations iterations expected once the agent has said so; done, when the task has
 *     ended
 * @param tokensUsed tokens used so far
 * @param totalTokens tokens expected once the agent has said so; used, when the task has ended
 */
public record Progress(
    long currentIteration, long totalIterations, long tokensUsed, long totalTokens) {
  public static final Progress NONE = new Progress(0, 0, 0, 0);

  /** The same with the totals settled to what was really done. */
  public Progress settled() {
    return new Progress(currentIteration, currentIteration, tokensUsed, tokensUsed);
  }
}
