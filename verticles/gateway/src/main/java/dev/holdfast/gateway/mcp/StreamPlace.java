package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.mcp.exchange.Place;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** A request's place among the connections; for one event loop. */
final class StreamPlace implements Place {
  private final Connections connections;
  private final HttpServerRequest request;
  private final Principal principal;
  private Optional<Connections.Slot> taken = Optional.empty();

  StreamPlace(Connections connections, HttpServerRequest request, Principal principal) {
    this.connections = connections;
    this.request = request;
    this.principal = principal;
  }

  @Override
  public void take() {
    if (taken.isEmpty()) {
      taken = Optional.of(connections.admit(request.remoteAddress(), request.headers(), principal));
    }
  }

  /** Gives the place to a stream, which frees it. */
  Connections.Slot hand() {
    take();
    Connections.Slot slot = taken.orElseThrow();
    taken = Optional.empty();
    return slot;
  }

  /** Gives it back where no stream got it. */
  void free() {
    taken.ifPresent(Connections.Slot::free);
    taken = Optional.empty();
  }
}
