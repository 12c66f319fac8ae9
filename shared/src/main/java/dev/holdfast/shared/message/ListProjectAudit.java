package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of a project's audit trail, newest first; fails with {@code unknown_project}.
 *
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListProjectAudit(
    Principal principal, String project, @Nullable Long before, int limit) {}
