package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;

/**
 * Sends a text to the agent of an unfinished task. Durable, and in the session's log, before it is
 * answered; the agent reads it when it next looks, on whichever pod it runs. Fails with {@code
 * not_supported} where the kind of agent never looks.
 *
 * @param text 1-65536 characters
 * @param claim as what it comes to a session that somebody controls
 */
public record SendMessage(Principal principal, String taskId, String text, Claim claim) {
  /** From somebody who does not say that he controls the session. */
  public SendMessage(Principal principal, String taskId, String text) {
    this(principal, taskId, text, Claim.ANYONE);
  }
}
