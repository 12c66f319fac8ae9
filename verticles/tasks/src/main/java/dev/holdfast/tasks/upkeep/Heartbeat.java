package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;

/**
 * This pod's sign of life, one row for all the sessions it holds.
 *
 * <p>A pod that was given up for lost, because it was frozen or cut off for too long, learns it
 * here: it abandons what it ran and comes back under a new number.
 */
public final class Heartbeat {
  private final PodStore pods;
  private final RunningTasks running;
  private final Bus bus;
  private final PodId pod;
  private long podNo;

  public Heartbeat(PodStore pods, RunningTasks running, Bus bus, PodId pod) {
    this.pods = pods;
    this.running = running;
    this.bus = bus;
    this.pod = pod;
  }

  /** The pod's row, before anything is claimed under it. */
  public Future<Long> register() {
    return pods.register(pod).onSuccess(number -> podNo = number);
  }

  public long podNo() {
    return podNo;
  }

  public Future<Void> beat() {
    return pods.heartbeat(podNo)
        .compose(alive -> alive ? Future.succeededFuture() : comeBack())
        .compose(done -> pods.aliveAddresses())
        .onSuccess(addresses -> bus.tell(Addresses.PODS, new Pods(addresses)))
        .mapEmpty();
  }

  public Future<Void> leave() {
    return pods.leave(podNo);
  }

  private Future<Void> comeBack() {
    return register().onSuccess(running::restart).mapEmpty();
  }
}
