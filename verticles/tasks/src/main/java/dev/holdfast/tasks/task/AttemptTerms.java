package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.Budget;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt may use, and whose request it works on.
 *
 * @param budget of all attempts of its task
 * @param acceptsPartial whether what it delivered until a limit was hit completes its task
 * @param turnsMax turns it may take; null for no limit
 * @param turnsRaised whether that was raised already
 * @param correlationId the id of the request that submitted the task
 */
public record AttemptTerms(
    Budget budget,
    boolean acceptsPartial,
    @Nullable Long turnsMax,
    boolean turnsRaised,
    @Nullable String correlationId) {}
