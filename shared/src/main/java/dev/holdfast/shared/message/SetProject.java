package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Binds a session to a project by compare-and-set; fails with {@code version_conflict} naming the
 * actual version.
 *
 * @param project 1-200 characters
 * @param expectedVersion the version the caller knows, 0 for "unbound"; null to set whatever is
 *     there
 */
public record SetProject(SessionRef session, String project, @Nullable Long expectedVersion) {}
