package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the principal's sessions, newest first.
 *
 * @param status only in this state
 * @param prefix only those whose id begins so
 * @param project only those bound to it
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListSessions(
    Principal principal,
    @Nullable SessionStatus status,
    @Nullable String prefix,
    @Nullable String project,
    @Nullable Long before,
    int limit) {}
