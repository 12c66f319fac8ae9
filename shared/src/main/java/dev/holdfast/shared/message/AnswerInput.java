package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Answers the open question of a task. One answer wins: every other is refused with {@code
 * no_open_question}. Durable before it is answered; the pod that runs the task goes on with it.
 *
 * @param inputId which question is meant; null for the open one
 */
public record AnswerInput(
    Principal principal, String taskId, @Nullable String inputId, Answer answer) {}
