package dev.holdfast.registry.session;

import dev.holdfast.registry.store.NewBindings;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.registry.store.StoredBinding;
import dev.holdfast.registry.store.StoredSession;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.SessionRecord;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** The real store; before its first change is made, somebody else makes one. */
final class RivalStore implements SessionStore {
  private final SessionStore real;
  private final Supplier<Future<?>> rival;
  private boolean came;

  RivalStore(SessionStore real, Supplier<Future<?>> rival) {
    this.real = real;
    this.rival = rival;
  }

  @Override
  public Future<Optional<StoredSession>> session(Principal principal, String sessionId) {
    return real.session(principal, sessionId);
  }

  @Override
  public Future<Optional<StoredBinding>> binding(Principal principal, Transport way) {
    return real.binding(principal, way);
  }

  @Override
  public Future<Opened> open(Principal principal, String sessionId, NewBindings bindings) {
    return rivalFirst().compose(done -> real.open(principal, sessionId, bindings));
  }

  @Override
  public Future<Optional<Opened>> mint(
      Principal principal, String sessionId, NewBindings bindings) {
    return rivalFirst().compose(done -> real.mint(principal, sessionId, bindings));
  }

  @Override
  public Future<Opened> bind(SessionRef session, NewBindings bindings) {
    return rivalFirst().compose(done -> real.bind(session, bindings));
  }

  @Override
  public Future<Optional<SessionRecord>> describe(Principal principal, String sessionId) {
    return real.describe(principal, sessionId);
  }

  private Future<?> rivalFirst() {
    if (came) {
      return Future.succeededFuture();
    }
    came = true;
    return rival.get();
  }
}
