package dev.holdfast.tasks.intake;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.tasks.store.DependencyStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tasks go on whose dependencies have ended, or ends them, in any session. Every pod looks in
 * rounds for all that wait, so none is lost with a pod; what ends here is looked after at once.
 * What a look ends may have others waiting for it: each is found by the next look.
 *
 * <p>Safe for every thread.
 */
public final class Dependencies {
  private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);
  private static final int A_LOOK = 100;

  private final DependencyStore store;
  private final RunningTasks running;
  private final Commits commits;
  private final int looksMax;
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Whether any task waits, as far as this pod knows; where none does an end costs nothing. */
  private volatile boolean anyWaits;

  /**
   * @param commits told of what is settled
   * @param depthMax how many tasks may wait for each other in one chain
   */
  public Dependencies(DependencyStore store, RunningTasks running, Commits commits, int depthMax) {
    this.store = store;
    this.running = running;
    this.commits = commits;
    this.looksMax = depthMax + 1;
  }

  /** One round: as many looks as a chain is long, at most. */
  public Future<Void> runOnce() {
    return store
        .anyWaits()
        .compose(waits -> {
          anyWaits = waits;
          return waits ? look(() -> store.due(A_LOOK), looksMax) : Future.succeededFuture();
        });
  }

  /** A task was taken in that may wait for others, which may have ended meanwhile. */
  public void submitted(TaskRecord task) {
    List<String> waitingFor = task.plan().dependencies().waitingFor();
    if (!waitingFor.isEmpty()) {
      anyWaits = true;
      ended.addAll(waitingFor);
      lookSoon();
    }
  }

  /** Something was committed here; others may wait for the tasks that ended with it. */
  public void committed(List<Event> events) {
    if (!anyWaits) {
      return;
    }
    for (Event event : events) {
      String taskId = event.taskId();
      if (event.type().terminal() && taskId != null) {
        ended.add(taskId);
      }
    }
    if (!ended.isEmpty()) {
      lookSoon();
    }
  }

  /** What is added during a look is looked after by the next one. */
  private void lookSoon() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    Set<String> now = new HashSet<>(ended);
    ended.removeAll(now);
    look(() -> store.dueAfter(now, A_LOOK), looksMax)
        .onFailure(failure -> LOG.warn("cannot look for waiting tasks: {}", failure.toString()))
        .onComplete(done -> {
          looking.set(false);
          if (!ended.isEmpty()) {
            lookSoon();
          }
        });
  }

  private Future<Void> look(Supplier<Future<List<DependencyStore.Due>>> due, int looks) {
    return due.get()
        .compose(found ->
            found.isEmpty() || looks == 0
                ? Future.succeededFuture()
                : settleEach(found).compose(done -> look(due, looks - 1)));
  }

  private Future<Void> settleEach(Collection<DependencyStore.Due> found) {
    Future<Void> all = Future.succeededFuture();
    for (DependencyStore.Due due : found) {
      all = all.compose(before -> settle(due).recover(Dependencies::left));
    }
    return all;
  }

  /** One that cannot be settled now keeps no other waiting; the next round comes by again. */
  private static Future<Void> left(Throwable failure) {
    LOG.warn("a task that waits for others could not be looked at: {}", failure.toString());
    return Future.succeededFuture();
  }

  private Future<Void> settle(DependencyStore.Due due) {
    return store
        .settle(due)
        .map(settled -> {
          settled.ifPresent(written -> {
            commits.committed(written.task().session().number(), written.events());
            running.wake();
          });
          return null;
        });
  }
}
