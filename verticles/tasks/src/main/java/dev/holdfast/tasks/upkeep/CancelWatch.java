package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.execution.Executor;
import dev.holdfast.tasks.store.ExecutionStore;
import io.vertx.core.Future;

/**
 * Finds cancellations that no hint told of, so that one is seen within a heartbeat even when every
 * hint is lost.
 */
public final class CancelWatch {
  private final ExecutionStore store;
  private final Executor executor;

  public CancelWatch(ExecutionStore store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  public Future<Void> runOnce(long podNo) {
    return store.cancelled(podNo).onSuccess(tasks -> tasks.forEach(executor::cancel)).mapEmpty();
  }
}
