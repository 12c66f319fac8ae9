package dev.holdfast.registry.lifecycle;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.store.SweepStore;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;

/**
 * Which sessions are in use, gathered and written a few at a time, each at most once in a while.
 *
 * <p>What a pod had gathered when it died is lost; the next use notes it.
 */
public final class Activity {
  private final SweepStore store;
  private final LifecycleConfig config;
  private final NearCache<Long, Boolean> noted;
  private Set<Long> gathered = new HashSet<>();

  public Activity(SweepStore store, LifecycleConfig config) {
    this.store = store;
    this.config = config;
    this.noted =
        new NearCache<>(
            config.activitySessionsMax(), config.activityNoteMs(), Ticker.systemTicker());
  }

  /** The session is in use now. */
  public void note(SessionRef session) {
    if (gathered.size() < config.activitySessionsMax() && noted.get(session.number()).isEmpty()) {
      noted.put(session.number(), true);
      gathered.add(session.number());
    }
  }

  /** Writes what was gathered; it is kept where that fails. */
  public Future<Void> runOnce() {
    if (gathered.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<Long> batch = gathered;
    gathered = new HashSet<>();
    return store
        .noteActivity(batch, config.activityNoteMs())
        .onFailure(failure -> gathered.addAll(batch));
  }
}
