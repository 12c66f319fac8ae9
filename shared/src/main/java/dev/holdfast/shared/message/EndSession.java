package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session and its bindings, durably before the answer. A session that has ended stays as it
 * was ended first. Fails with {@code unknown_session}.
 *
 * @param reason 1-500 characters, or null
 * @param claim as what it comes to a session that somebody controls
 */
public record EndSession(
    Principal principal, String sessionId, EndStatus status, @Nullable String reason, Claim claim) {
  public static final int REASON_MAX = 500;

  /** From somebody who does not say that he controls the session. */
  public EndSession(
      Principal principal, String sessionId, EndStatus status, @Nullable String reason) {
    this(principal, sessionId, status, reason, Claim.ANYONE);
  }

  /** The same with that claim. */
  public EndSession by(Claim by) {
    return new EndSession(principal, sessionId, status, reason, by);
  }
}
