package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;

/**
 * Changes the queue of a session, and answers with the queue as it is then.
 *
 * @param claim as what it comes to a session that somebody controls
 */
public record ChangeQueue(SessionRef session, QueueChange change, Claim claim) {
  /** From somebody who does not say that he controls the session. */
  public ChangeQueue(SessionRef session, QueueChange change) {
    this(session, change, Claim.ANYONE);
  }
}
