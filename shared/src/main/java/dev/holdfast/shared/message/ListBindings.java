package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the bindings that lead or led to a session.
 *
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListBindings(SessionRef session, @Nullable Long before, int limit) {}
