package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.limit.OpenConnections;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** From a hello to a principal and a durable session. */
final class Handshake {
  static final long PROTOCOL_VERSION = 1;

  private final Services services;
  private final @Nullable Credential fromHeader;
  private final OpenConnections.Place place;

  /**
   * @param fromHeader the credential of the upgrade request, used where the hello has no token
   * @param place is the principal's as soon as it is known
   */
  Handshake(Services services, @Nullable Credential fromHeader, OpenConnections.Place place) {
    this.services = services;
    this.fromHeader = fromHeader;
    this.place = place;
  }

  /**
   * What was settled.
   *
   * @param transportId as the client named it, or null
   * @param warning why the client's own session id was not used, or null
   */
  record Settled(
      Access access,
      ResolvedSession session,
      @Nullable String transportId,
      @Nullable String warning) {}

  Future<Settled> settle(ClientFrame.Hello hello) {
    if (hello.protocolVersion() != PROTOCOL_VERSION) {
      return Future.failedFuture(unsupported());
    }
    return services
        .authenticator()
        .admit(credential(hello))
        .map(this::placed)
        .compose(access ->
            switch (access.scope()) {
              case KeyScope any -> resolve(access, hello);
              case SharedSession(SessionRef shared) -> view(access, shared, hello);
              case WorkerScope worker -> Future.failedFuture(Views.forWorkersOnly());
            });
  }

  /** From a worker's hello to its key; it has no session, and tickets open none for it. */
  Future<Access> admit(ClientFrame.WorkerHello hello) {
    if (hello.protocolVersion() != PROTOCOL_VERSION) {
      return Future.failedFuture(unsupported());
    }
    return services
        .authenticator()
        .authenticate(hello.token() == null ? fromHeader : Credential.of(hello.token()))
        .map(this::placed)
        .map(access -> {
          if (!(access.scope() instanceof WorkerScope scope)) {
            throw new Fault(ErrorCode.FORBIDDEN, "worker_hello needs the key of a worker");
          }
          for (String agent : hello.agents()) {
            if (!scope.agents().contains(agent)) {
              throw new Fault(
                  ErrorCode.FORBIDDEN,
                  "the key serves no agent "
                      + agent
                      + "; it serves "
                      + String.join(", ", scope.agents()));
            }
          }
          return access;
        });
  }

  private Access placed(Access access) {
    place.belong(access.principal());
    return access;
  }

  private static Fault unsupported() {
    return new Fault(
        ErrorCode.UNSUPPORTED_PROTOCOL_VERSION, "protocol_version must be " + PROTOCOL_VERSION);
  }

  private @Nullable Credential credential(ClientFrame.Hello hello) {
    if (hello.ticket() != null) {
      return Credential.ofTicket(hello.ticket());
    }
    return hello.token() == null ? fromHeader : Credential.of(hello.token());
  }

  private Future<Settled> resolve(Access access, ClientFrame.Hello hello) {
    String sessionId = hello.sessionId();
    String warning = null;
    if (sessionId != null && !SessionId.isValid(sessionId)) {
      warning = SessionId.refusal(sessionId);
      if (!services.config().mintOnInvalidSessionId()) {
        return Future.failedFuture(new Fault(ErrorCode.INVALID_SESSION_ID, warning));
      }
      sessionId = null;
    }
    String told = warning;
    return services
        .sessions()
        .resolve(
            new ResolveSession(access.principal(), sessionId, hello.transport(), hello.stableKey()))
        .map(session -> new Settled(access, session, transportId(hello), told));
  }

  /** A share token names its session itself; it makes none and binds nothing. */
  private Future<Settled> view(Access access, SessionRef shared, ClientFrame.Hello hello) {
    if (hello.role() instanceof ClientFrame.Role.Driver) {
      return Future.failedFuture(
          new Fault(ErrorCode.READ_ONLY, "a share token controls no session"));
    }
    if (hello.transport() != null || hello.stableKey() != null) {
      return Future.failedFuture(
          new Fault(ErrorCode.READ_ONLY, "a share token binds no transport_id and no stable_key"));
    }
    return services
        .views()
        .session(access, hello.sessionId() == null ? shared.id() : hello.sessionId())
        .map(session ->
            new Settled(
                access, new ResolvedSession(session, SessionSource.CLIENT, false), null, null));
  }

  private static @Nullable String transportId(ClientFrame.Hello hello) {
    return hello.transport() == null ? null : hello.transport().id();
  }
}
