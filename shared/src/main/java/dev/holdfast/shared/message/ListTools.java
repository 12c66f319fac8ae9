package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * Asks which tools there are, in the order of their names.
 *
 * @param after the name after which the page begins; null for the first page
 * @param limit at most so many
 */
public record ListTools(@Nullable String after, int limit) {}
