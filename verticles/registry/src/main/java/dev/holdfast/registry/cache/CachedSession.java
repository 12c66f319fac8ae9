package dev.holdfast.registry.cache;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;

/**
 * Where a name led when Postgres was asked, to a session that had not ended; or, of a session that
 * ended, only that older entries are no longer true.
 *
 * @param generation the number of the binding, or of the session for its own id; a greater one is
 *     newer
 */
public record CachedSession(SessionRef session, long generation) {
  private static final long NO_SESSION = 0;
  private static final String ENDED = "ended";

  /**
   * What takes the place of an entry that is no longer true: newer than it by one, so that a late
   * writer does not bring it back, and not newer than whatever the name leads to next.
   *
   * @param generation of the entry that is over
   */
  public static CachedSession over(Principal owner, long generation) {
    return new CachedSession(new SessionRef(NO_SESSION, owner, ENDED), generation + 1);
  }

  /** Whether it leads nowhere: a miss. */
  public boolean isOver() {
    return session.number() == NO_SESSION;
  }
}
