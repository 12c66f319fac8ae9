package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.store.StopRequestStore;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;

/**
 * Finds cancellations and pauses that no hint told of, so that one is seen within a heartbeat even
 * when every hint is lost.
 */
public final class CancelWatch {
  private final StopRequestStore store;
  private final RunningTasks running;

  public CancelWatch(StopRequestStore store, RunningTasks running) {
    this.store = store;
    this.running = running;
  }

  public Future<Void> runOnce(long podNo) {
    return store
        .cancelled(podNo)
        .onSuccess(tasks -> tasks.forEach(running::cancel))
        .compose(done -> store.paused(podNo))
        .onSuccess(tasks -> tasks.forEach(running::pause))
        .mapEmpty();
  }
}
