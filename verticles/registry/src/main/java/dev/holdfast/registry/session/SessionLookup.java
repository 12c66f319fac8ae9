package dev.holdfast.registry.session;

import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.cache.SharedCache;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.registry.store.StoredSession;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds sessions by a name: near-cache, then Redis, then Postgres, one flight for each name.
 *
 * <p>A positive answer about a live session may come from a cache, as it never changes; that a name
 * leads nowhere is only ever said by Postgres.
 */
public final class SessionLookup {
  /** What Postgres said, and how new it is. */
  private record Loaded(StoredSession session, long generation) {}

  private final SessionStore store;
  private final NearCache<CacheKey, CachedSession> near;
  private final SharedCache shared;
  private final SingleFlight<CacheKey, Optional<StoredSession>> flights;

  public SessionLookup(
      SessionStore store,
      NearCache<CacheKey, CachedSession> near,
      SharedCache shared,
      Deadline deadline) {
    this.store = store;
    this.near = near;
    this.shared = shared;
    this.flights = new SingleFlight<>(deadline);
  }

  /** The session of that id, ended or not. */
  public Future<Optional<StoredSession>> bySessionId(Principal principal, String sessionId) {
    return find(
        CacheKey.ofSession(principal, sessionId),
        () ->
            store
                .session(principal, sessionId)
                .map(found -> found.map(session -> new Loaded(session, session.ref().number()))));
  }

  /** The session that a way in is bound to, ended or not. */
  public Future<Optional<StoredSession>> byTransport(Principal principal, Transport way) {
    return find(
        CacheKey.ofTransport(principal, way),
        () ->
            store
                .binding(principal, way)
                .map(found ->
                    found.map(binding -> new Loaded(binding.session(), binding.number()))));
  }

  /** Remembers what was just committed. */
  public void learn(Opened opened) {
    SessionRef session = opened.session();
    remember(
        CacheKey.ofSession(session.owner(), session.id()),
        new CachedSession(session, session.number()));
    opened
        .bound()
        .forEach((way, number) ->
            remember(
                CacheKey.ofTransport(session.owner(), way), new CachedSession(session, number)));
  }

  private Future<Optional<StoredSession>> find(
      CacheKey key, Supplier<Future<Optional<Loaded>>> load) {
    Optional<CachedSession> held = near.get(key);
    return held.isPresent()
        ? Future.succeededFuture(held.map(SessionLookup::live))
        : flights.join(key, () -> findFarther(key, load));
  }

  private Future<Optional<StoredSession>> findFarther(
      CacheKey key, Supplier<Future<Optional<Loaded>>> load) {
    return shared
        .get(key)
        .compose(hit -> {
          hit.ifPresent(entry -> near.put(key, entry));
          return hit.isPresent()
              ? Future.succeededFuture(hit.map(SessionLookup::live))
              : load.get().map(found -> found.map(loaded -> remembered(key, loaded)));
        });
  }

  private StoredSession remembered(CacheKey key, Loaded loaded) {
    if (!loaded.session().ended()) {
      remember(key, new CachedSession(loaded.session().ref(), loaded.generation()));
    }
    return loaded.session();
  }

  private void remember(CacheKey key, CachedSession entry) {
    near.put(key, entry);
    shared.put(key, entry);
  }

  private static StoredSession live(CachedSession entry) {
    return new StoredSession(entry.session(), false);
  }
}
