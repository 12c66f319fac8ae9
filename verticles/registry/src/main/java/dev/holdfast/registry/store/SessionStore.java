package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Sessions and bindings, durably. Every future that succeeds tells of committed rows only; failures
 * are {@link dev.holdfast.shared.error.Fault}s, {@code store_unavailable} where Postgres cannot be
 * reached.
 */
public interface SessionStore {
  /** The session of that id, if this principal has one. */
  Future<Optional<StoredSession>> session(Principal principal, String sessionId);

  /** The live binding of that way in, if this principal has one. */
  Future<Optional<StoredBinding>> binding(Principal principal, Transport way);

  /**
   * The session of that id, made where there is none, and in the same transaction the bindings that
   * are still free; those that are not stay as they are.
   *
   * @return fails with {@code session_ended} where the session has ended
   */
  Future<Opened> open(Principal principal, String sessionId, NewBindings bindings);

  /**
   * A new session with all of the bindings, or nothing at all.
   *
   * @param sessionId a fresh id
   * @return empty where somebody else bound one of the ways first
   */
  Future<Optional<Opened>> mint(Principal principal, String sessionId, NewBindings bindings);

  /**
   * Binds what is still free to a session that exists; what is not free stays as it is.
   *
   * @return fails with {@code session_ended} where the session has ended
   */
  Future<Opened> bind(SessionRef session, NewBindings bindings);

  /** The whole record; empty where this principal has no such session. */
  Future<Optional<SessionRecord>> describe(Principal principal, String sessionId);
}
