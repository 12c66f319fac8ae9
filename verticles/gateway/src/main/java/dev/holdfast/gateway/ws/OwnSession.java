package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The connection's session, which is meant where a frame names none. */
record OwnSession(Sessions sessions, SessionRef session) {
  /** The session named, of the same principal; fails where there is none. */
  Future<SessionRef> or(@Nullable String sessionId) {
    return sessionId == null || sessionId.equals(session.id())
        ? Future.succeededFuture(session)
        : sessions.find(session.owner(), sessionId);
  }

  String idOr(@Nullable String sessionId) {
    return sessionId == null ? session.id() : sessionId;
  }
}
