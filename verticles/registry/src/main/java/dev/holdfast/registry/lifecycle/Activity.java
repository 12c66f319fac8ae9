package dev.holdfast.registry.lifecycle;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.store.SweepStore;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SessionsInUse;
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
    note(session.number());
  }

  /** The sessions are in use now: clients hold connections for them. */
  void note(SessionsInUse used) {
    used.sessionNos().forEach(this::note);
  }

  private void note(long sessionNo) {
    if (gathered.size() < config.activitySessionsMax() && noted.get(sessionNo).isEmpty()) {
      noted.put(sessionNo, true);
      gathered.add(sessionNo);
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
