package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;

/**
 * Asks for the end of a task. Durable before it is answered: a queued task is cancelled at once, a
 * running one has its request recorded and is stopped by the pod that runs it, whichever that is.
 *
 * @param cause told in the event where it is the first request
 * @param claim as what it comes to a session that somebody controls
 */
public record CancelTask(Principal principal, String taskId, CancelCause cause, Claim claim) {
  /** As its owner asks. */
  public CancelTask(Principal principal, String taskId, Claim claim) {
    this(principal, taskId, CancelCause.OWNER, claim);
  }

  /** As its owner asks, who does not say that he controls the session. */
  public CancelTask(Principal principal, String taskId) {
    this(principal, taskId, Claim.ANYONE);
  }

  /** As it follows from something else. */
  public CancelTask(Principal principal, String taskId, CancelCause cause) {
    this(principal, taskId, cause, Claim.SERVICE);
  }
}
