package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.Answer;

/** An answer on its way to the agent that waits for it. */
public record GivenAnswer(String inputId, Answer answer) {}
