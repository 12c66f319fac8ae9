package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.mcp.exchange.Place;
import java.util.Optional;

/** A request's place among the connections; for one event loop. */
final class StreamPlace implements Place {
  private final Connections connections;
  private Optional<Connections.Slot> taken = Optional.empty();

  StreamPlace(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void take() {
    if (taken.isEmpty()) {
      taken = Optional.of(connections.admit());
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
