package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;

/**
 * The session, durable before this record exists.
 *
 * @param source why it was this one
 * @param created whether this request made it
 */
public record ResolvedSession(SessionRef session, SessionSource source, boolean created) {}
