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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real store, with a list of the acts that were asked of it. */
final class CountingStore implements SessionStore {
  private final SessionStore real;
  private final List<String> acts = new CopyOnWriteArrayList<>();

  CountingStore(SessionStore real) {
    this.real = real;
  }

  /** What was asked since the last call. */
  List<String> acts() {
    List<String> copy = List.copyOf(acts);
    acts.clear();
    return copy;
  }

  @Override
  public Future<Optional<StoredSession>> session(Principal principal, String sessionId) {
    acts.add("session");
    return real.session(principal, sessionId);
  }

  @Override
  public Future<Optional<StoredBinding>> binding(Principal principal, Transport way) {
    acts.add("binding");
    return real.binding(principal, way);
  }

  @Override
  public Future<Opened> open(Principal principal, String sessionId, NewBindings bindings) {
    acts.add("open");
    return real.open(principal, sessionId, bindings);
  }

  @Override
  public Future<Optional<Opened>> mint(
      Principal principal, String sessionId, NewBindings bindings) {
    acts.add("mint");
    return real.mint(principal, sessionId, bindings);
  }

  @Override
  public Future<Opened> bind(SessionRef session, NewBindings bindings) {
    acts.add("bind");
    return real.bind(session, bindings);
  }

  @Override
  public Future<Optional<SessionRecord>> describe(Principal principal, String sessionId) {
    acts.add("describe");
    return real.describe(principal, sessionId);
  }
}
