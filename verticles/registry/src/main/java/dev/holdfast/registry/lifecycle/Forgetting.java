package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.store.EndStore;
import dev.holdfast.registry.store.EndedSession;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import java.util.List;

/**
 * Makes the shared cache forget sessions that ended. That it did is noted durably; where it could
 * not be told, or the pod died before, a later round of any pod tells it.
 */
public final class Forgetting {
  private final EndStore store;
  private final SessionLookup lookup;
  private final int batch;
  private long from = 1;

  /**
   * @param batch sessions a round looks at
   */
  public Forgetting(EndStore store, SessionLookup lookup, int batch) {
    this.store = store;
    this.lookup = lookup;
    this.batch = batch;
  }

  /** Forgets; succeeds also where Redis could not be told. */
  public Future<Void> forget(EndedSession ended) {
    return lookup
        .forget(ended)
        .compose(forgotten ->
            forgotten ? store.noteUncached(ended.session()) : Future.succeededFuture());
  }

  /** One batch after the other, round by round, so that none that cannot be told hides others. */
  public Future<Void> runOnce() {
    return store
        .stillCached(from, batch)
        .compose(sessions -> {
          from = sessions.size() < batch ? 1 : sessions.getLast().number() + 1;
          return all(sessions);
        });
  }

  private Future<Void> all(List<SessionRef> sessions) {
    Future<Void> last = Future.succeededFuture();
    for (SessionRef session : sessions) {
      last = last.compose(done -> store.withBindings(session)).compose(this::forget);
    }
    return last;
  }
}
