package dev.holdfast.registry.session;

import dev.holdfast.registry.store.StoredSession;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.ResolveSession;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found for each of a request's names.
 *
 * @param named by the explicit id
 * @param byTransport by the transport's binding
 * @param byStableKey by the stable key's binding
 */
record Known(
    Optional<StoredSession> named,
    Optional<StoredSession> byTransport,
    Optional<StoredSession> byStableKey) {
  /** Asks for all of them at once: caches that are slow are waited for once. */
  static Future<Known> of(ResolveSession request, SessionLookup lookup) {
    Future<Optional<StoredSession>> named =
        request.sessionId() == null
            ? nothing()
            : lookup.bySessionId(request.principal(), request.sessionId());
    Future<Optional<StoredSession>> byTransport =
        request.transport() == null
            ? nothing()
            : lookup.byTransport(request.principal(), request.transport());
    Future<Optional<StoredSession>> byStableKey =
        request.stableKey() == null
            ? nothing()
            : lookup.byTransport(request.principal(), request.stableKey().transport());
    return Future.all(named, byTransport, byStableKey)
        .map(all -> new Known(named.result(), byTransport.result(), byStableKey.result()));
  }

  /** The request's ways in that lead nowhere yet: the transport, then the stable key. */
  List<Transport> free(ResolveSession request) {
    Stream<Transport> transport =
        byTransport.isPresent() ? Stream.empty() : Stream.ofNullable(request.transport());
    Stream<Transport> stableKey =
        byStableKey.isPresent() || request.stableKey() == null
            ? Stream.empty()
            : Stream.of(request.stableKey().transport());
    return Stream.concat(transport, stableKey).toList();
  }

  /** The session itself; an ended one is never silently replaced by another. */
  static SessionRef live(StoredSession session) {
    if (session.ended()) {
      throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
    }
    return session.ref();
  }

  private static Future<Optional<StoredSession>> nothing() {
    return Future.succeededFuture(Optional.empty());
  }
}
