package dev.holdfast.gateway.http;

import dev.holdfast.gateway.connection.ConnectionConfig;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The stream of who watches a session. */
public final class PresenceRoutes {
  private final ConnectionConfig config;
  private final Connections connections;
  private final Presences presences;
  private final Sessions sessions;

  public PresenceRoutes(
      ConnectionConfig config, Connections connections, Presences presences, Sessions sessions) {
    this.config = config;
    this.connections = connections;
    this.presences = presences;
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(Route.stream("/api/sessions/:session_id/watchers", List.of(), this::watchers));
  }

  private Future<Answer> watchers(Call call) {
    return sessions
        .find(call.principal(), call.path("session_id"))
        .compose(session -> open(call, session).follow(session))
        .map(new Answer.Streaming());
  }

  private PresenceStream open(Call call, SessionRef session) {
    HttpServerRequest request = call.context().request();
    Connections.Slot slot =
        connections.admit(request.remoteAddress(), request.headers(), call.principal());
    slot.present(Connections.Kind.SSE, session, null);
    slot.rest(call.access().proof());
    return new PresenceStream(call.context(), config, presences, slot);
  }
}
