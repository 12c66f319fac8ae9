package dev.holdfast.tasks.agent;

/**
 * What executes tasks.
 *
 * <p>{@link #run} is called on a virtual thread of its own for each attempt, may block, and may be
 * called many times at once. It returns when the work is over, also after a cancellation, and
 * leaves nothing running behind.
 */
public interface Agent {
  /**
   * Runs one attempt to its end.
   *
   * @param job the task and the session it belongs to
   * @param sink where progress and output go, in order; it blocks while the log cannot take more
   * @param cancellation asked for from outside; the agent ends soon after it
   * @return how it ended; an exception counts as a failure of the agent
   */
  AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException;
}
