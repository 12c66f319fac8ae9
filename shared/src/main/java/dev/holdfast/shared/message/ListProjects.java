package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the principal's projects, newest first.
 *
 * @param status only in this state
 * @param tag only those that have it
 * @param prefix only those whose name or title begins so
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListProjects(
    Principal principal,
    @Nullable ProjectStatus status,
    @Nullable String tag,
    @Nullable String prefix,
    @Nullable Long before,
    int limit) {}
