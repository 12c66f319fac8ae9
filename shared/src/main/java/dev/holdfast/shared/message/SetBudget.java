package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.SessionRef;

/**
 * Puts a budget in the place of a session's former one; answered with what it has used. It counts
 * from the next report of usage on. Fails with {@code unknown_session} or {@code session_ended}.
 *
 * @param claim as what it comes to a session that somebody controls
 */
public record SetBudget(SessionRef session, Budget budget, Claim claim) {
  /** From somebody who does not say that he controls the session. */
  public SetBudget(SessionRef session, Budget budget) {
    this(session, budget, Claim.ANYONE);
  }
}
