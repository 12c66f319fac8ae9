package dev.holdfast.registry.cache;

import dev.holdfast.shared.identity.SessionRef;

/**
 * Where a name led when Postgres was asked, to a session that had not ended.
 *
 * @param generation the number of the binding, or of the session for its own id; a greater one is
 *     newer
 */
public record CachedSession(SessionRef session, long generation) {}
