package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Whose events change a resource.
 *
 * @param taskId only those of this task; null for all of the session
 */
public record Source(SessionRef session, @Nullable String taskId) {}
