package dev.holdfast.registry.session;

import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.cache.SharedCache;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.SingleFlight;
import dev.holdfast.registry.store.EndedSession;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.registry.store.StoredSession;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds sessions by a name: near-cache, then Redis, then Postgres, one flight for each name.
 *
 * <p>A positive answer about a live session may come from a cache, as it never changes; that a name
 * leads nowhere is only ever said by Postgres. When a session ends its entries are superseded by
 * newer ones that say nothing; where that did not reach a cache, {@link RecentEnds} contradicts it.
 */
public final class SessionLookup {
  /** What Postgres said, and how new it is. */
  private record Loaded(StoredSession session, long generation) {}

  private final SessionStore store;
  private final NearCache<CacheKey, CachedSession> near;
  private final SharedCache shared;
  private final RecentEnds ends;
  private final SingleFlight<CacheKey, Optional<StoredSession>> flights;

  public SessionLookup(
      SessionStore store,
      NearCache<CacheKey, CachedSession> near,
      SharedCache shared,
      RecentEnds ends,
      Deadline deadline) {
    this.store = store;
    this.near = near;
    this.shared = shared;
    this.ends = ends;
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

  /**
   * Forgets a session that ended, under its id and its bindings: here at once, on other pods when
   * their near entries are too old.
   *
   * @return whether Redis is known to have forgotten it too; never fails
   */
  public Future<Boolean> forget(EndedSession ended) {
    ends.learn(ended.session().number());
    Principal owner = ended.session().owner();
    List<Future<Boolean>> names = new ArrayList<>();
    names.add(
        supersede(
            CacheKey.ofSession(owner, ended.session().id()),
            CachedSession.over(owner, ended.session().number())));
    for (EndedSession.Way way : ended.ways()) {
      names.add(forget(owner, way));
    }
    return Future.all(names).map(all -> names.stream().allMatch(Future::result));
  }

  /**
   * Forgets a binding that is over: here at once, on other pods when their near entry is too old.
   *
   * @return whether Redis is known to have forgotten it too; never fails
   */
  public Future<Boolean> forget(Principal owner, EndedSession.Way way) {
    return supersede(
        new CacheKey(owner, way.kind(), way.id()), CachedSession.over(owner, way.bindingNo()));
  }

  private Future<Boolean> supersede(CacheKey key, CachedSession over) {
    keep(key, over);
    return shared.supersede(key, over);
  }

  private Future<Optional<StoredSession>> find(
      CacheKey key, Supplier<Future<Optional<Loaded>>> load) {
    Optional<CachedSession> held = near.get(key).filter(entry -> holds(key, entry));
    return held.isPresent()
        ? Future.succeededFuture(held.map(SessionLookup::live))
        : flights.join(key, () -> findFarther(key, load));
  }

  private Future<Optional<StoredSession>> findFarther(
      CacheKey key, Supplier<Future<Optional<Loaded>>> load) {
    return shared
        .get(key)
        .map(hit -> hit.filter(entry -> holds(key, entry)))
        .compose(hit -> {
          hit.ifPresent(entry -> keep(key, entry));
          return hit.isPresent()
              ? Future.succeededFuture(hit.map(SessionLookup::live))
              : load.get().map(found -> found.map(loaded -> remembered(key, loaded)));
        });
  }

  private boolean holds(CacheKey key, CachedSession entry) {
    return !entry.isOver() && !ends.contradicts(entry, key.ofTransport());
  }

  private StoredSession remembered(CacheKey key, Loaded loaded) {
    if (!loaded.session().ended()) {
      remember(key, new CachedSession(loaded.session().ref(), loaded.generation()));
    }
    return loaded.session();
  }

  private void remember(CacheKey key, CachedSession entry) {
    keep(key, entry);
    shared.put(key, entry);
  }

  /** An answer that was long under way does not take the place of a newer one. */
  private void keep(CacheKey key, CachedSession entry) {
    if (near.get(key).filter(held -> held.generation() > entry.generation()).isEmpty()) {
      near.put(key, entry);
    }
  }

  private static StoredSession live(CachedSession entry) {
    return new StoredSession(entry.session(), false);
  }
}
