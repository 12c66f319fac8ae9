package dev.holdfast.registry.cache;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Transport;

/**
 * A name under which a principal's session can be looked up.
 *
 * @param kind {@code session} for the session's own id, else the transport kind's wire name
 * @param id the id within that kind
 */
public record CacheKey(Principal owner, String kind, String id) {
  private static final String SESSION = "session";

  public static CacheKey ofSession(Principal owner, String sessionId) {
    return new CacheKey(owner, SESSION, sessionId);
  }

  /** Whether it is the id of a way in, and its entry's generation the number of a binding. */
  public boolean ofTransport() {
    return !kind.equals(SESSION);
  }

  public static CacheKey ofTransport(Principal owner, Transport way) {
    return new CacheKey(owner, way.kind().wire(), way.id());
  }
}
