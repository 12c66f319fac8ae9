package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;

/**
 * What one caller wants of a group.
 *
 * @param act what is to become of the session
 * @param sessionId the session's id, fresh for {@link Act#MINT}
 */
record Creation(Act act, Principal owner, String sessionId, NewBindings bindings) {
  enum Act {
    /** The session is made where there is none, and what is free is bound to it. */
    OPEN,
    /** The session is made and all of the ways bound to it, or nothing at all. */
    MINT,
    /** What is free is bound to a session that exists. */
    BIND
  }

  /** A session's name within all tenants. */
  record Name(Principal owner, String sessionId) {}

  Name name() {
    return new Name(owner, sessionId);
  }
}
