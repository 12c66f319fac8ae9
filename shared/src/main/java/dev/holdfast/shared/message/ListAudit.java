package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of a session's audit trail, newest first.
 *
 * @param before the {@code next} of the page before
 * @param limit 1-200
 */
public record ListAudit(SessionRef session, @Nullable Long before, int limit) {}
