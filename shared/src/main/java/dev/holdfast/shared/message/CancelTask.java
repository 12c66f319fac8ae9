package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the end of a task. Durable before it is answered: a queued task is cancelled at once, a
 * running one has its request recorded and is stopped by the pod that runs it, whichever that is.
 *
 * @param cause told in the event where it is the first request
 */
public record CancelTask(Principal principal, String taskId, CancelCause cause) {
  /** As its owner asks. */
  public CancelTask(Principal principal, String taskId) {
    this(principal, taskId, CancelCause.OWNER);
  }
}
