package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;

/**
 * Takes a dead letter up again: a new task like it, before all that wait in its session. A dead
 * letter is taken up once; a repetition is answered with the task that was made.
 *
 * <p>Fails with {@code unknown_task}, {@code not_dead_letter}, {@code session_ended} or {@code
 * queue_full}.
 *
 * @param claim as what it comes to a session that somebody controls
 */
public record RequeueTask(Principal principal, String taskId, Claim claim) {
  /** From somebody who does not say that he controls the session. */
  public RequeueTask(Principal principal, String taskId) {
    this(principal, taskId, Claim.ANYONE);
  }
}
