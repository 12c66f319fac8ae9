package dev.holdfast.registry.lifecycle;

import dev.holdfast.registry.store.RecountStore;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;

/** Goes over all principals and puts their counts of open sessions right, a few at a time. */
public final class Recount {
  private final RecountStore store;
  private final int batch;

  /**
   * @param batch principals that are looked at together
   */
  public Recount(RecountStore store, int batch) {
    this.store = store;
    this.batch = batch;
  }

  /** Over all of them. */
  public Future<Void> runOnce() {
    return from(RecountStore.FIRST);
  }

  private Future<Void> from(Principal after) {
    return store
        .recount(after, batch)
        .compose(last -> last.map(this::from).orElseGet(Future::succeededFuture));
  }
}
