package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the shares of a session, also those that are over.
 *
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListShares(SessionRef session, @Nullable Long before, int limit) {}
