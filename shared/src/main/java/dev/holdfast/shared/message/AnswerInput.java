package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Answers the open question of a task. One answer wins: every other is refused with {@code
 * no_open_question}. Durable before it is answered; the pod that runs the task goes on with it.
 *
 * @param inputId which question is meant; null for the open one
 * @param claim as what it comes to a session that somebody controls
 */
public record AnswerInput(
    Principal principal, String taskId, @Nullable String inputId, Answer answer, Claim claim) {
  /** From somebody who does not say that he controls the session. */
  public AnswerInput(Principal principal, String taskId, @Nullable String inputId, Answer answer) {
    this(principal, taskId, inputId, answer, Claim.ANYONE);
  }
}
