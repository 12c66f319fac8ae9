package dev.holdfast.registry.session;

import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.store.RecentEndStore;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions and bindings that ended within the life of a cached entry, asked of Postgres again
 * and again. A cache that was not told of an end, or that came back with what it held before, is
 * contradicted here: no answer is older than one round once the end is known.
 *
 * <p>For one event loop, but for {@link #hasEnded}. Holds two generations of numbers, so that each
 * is kept for at least one life of an entry and for at most two.
 */
public final class RecentEnds {
  /** An end is seen by its time, which may be earlier than its commit by as much. */
  private static final long COMMIT_MS_MAX = 30_000;

  private final RecentEndStore store;
  private final long entryMs;
  private volatile Set<Long> sessions = ConcurrentHashMap.newKeySet();
  private volatile Set<Long> sessionsBefore = Set.of();
  private Set<Long> bindings = new HashSet<>();
  private Set<Long> bindingsBefore = Set.of();
  private long turnedAt;
  private @Nullable Long knownAt;

  /**
   * @param entryMs the longest life of a cached entry, milliseconds
   */
  public RecentEnds(RecentEndStore store, long entryMs) {
    this.store = store;
    this.entryMs = entryMs;
    this.turnedAt = System.nanoTime();
  }

  /** One round: what ended since the last one, and before the first one what any entry may tell. */
  public Future<Void> runOnce() {
    long now = System.nanoTime();
    long within = Math.min(sinceKnownMs(now), entryMs) + COMMIT_MS_MAX;
    turn(now);
    return store
        .sessions(within)
        .onSuccess(sessions::addAll)
        .compose(done -> store.bindings(within))
        .onSuccess(bindings::addAll)
        .onSuccess(done -> knownAt = now)
        .mapEmpty();
  }

  /** A session's end that was committed here, before the next round tells it. */
  void learn(long sessionNo) {
    sessions.add(sessionNo);
  }

  /** Whether the session is known to be over. Any thread may ask. */
  public boolean hasEnded(long sessionNo) {
    return has(sessions, sessionsBefore, sessionNo);
  }

  /** Whether the entry tells of something that is over. */
  public boolean contradicts(CachedSession entry, boolean ofTransport) {
    return hasEnded(entry.session().number())
        || (ofTransport && has(bindings, bindingsBefore, entry.generation()));
  }

  /** How long ago the last round began that told everything; before the first, for ever. */
  private long sinceKnownMs(long now) {
    Long known = knownAt;
    return known == null ? Long.MAX_VALUE / 2 : TimeUnit.NANOSECONDS.toMillis(now - known);
  }

  private void turn(long now) {
    if (now - turnedAt > TimeUnit.MILLISECONDS.toNanos(entryMs)) {
      sessionsBefore = sessions;
      bindingsBefore = bindings;
      sessions = ConcurrentHashMap.newKeySet();
      bindings = new HashSet<>();
      turnedAt = now;
    }
  }

  private static boolean has(Set<Long> now, Set<Long> before, long number) {
    return (!now.isEmpty() && now.contains(number))
        || (!before.isEmpty() && before.contains(number));
  }
}
