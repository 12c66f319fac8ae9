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
  private final int unsteadyMs;
  private Future<Void> beating = Future.succeededFuture();
  private long podNo;
  private boolean left;

  /** For one event loop. */
  public Heartbeat(PodStore pods, RunningTasks running, Bus bus, PodId pod, int unsteadyMs) {
    this.pods = pods;
    this.running = running;
    this.bus = bus;
    this.pod = pod;
    this.unsteadyMs = unsteadyMs;
  }

  /** The pod's row, before anything is claimed under it. */
  public Future<Long> register() {
    return pods.register(pod).onSuccess(number -> podNo = number);
  }

  public long podNo() {
    return podNo;
  }

  /** Nothing, once this pod has left. */
  public Future<Void> beat() {
    if (left) {
      return Future.succeededFuture();
    }
    beating =
        pods.heartbeat(podNo, unsteadyMs)
            .compose(alive -> alive ? Future.succeededFuture() : comeBack())
            .compose(done -> pods.aliveAddresses())
            .onSuccess(addresses -> bus.tell(Addresses.PODS, new Pods(addresses)))
            .mapEmpty();
    return beating;
  }

  /** Says that the pod is gone; waits for a beat that is under way, so that it is the last word. */
  public Future<Void> leave() {
    left = true;
    return beating.otherwiseEmpty().compose(done -> pods.leave(podNo));
  }

  private Future<Void> comeBack() {
    return left ? Future.succeededFuture() : register().onSuccess(running::restart).mapEmpty();
  }
}
