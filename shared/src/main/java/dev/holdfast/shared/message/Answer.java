package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What a task's owner answered to its agent's question. At least one of both is there.
 *
 * @param option the id of one of the question's options
 * @param text a text, where the question has no options, or a remark beside the choice
 */
public record Answer(@Nullable String option, @Nullable String text) {}
