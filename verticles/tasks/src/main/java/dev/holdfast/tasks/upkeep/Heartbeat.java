package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Pods;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.Pulse;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;

/**
 * This pod's sign of life, one row for all the sessions it holds.
 *
 * <p>A pod that was given up for lost, because it was frozen or cut off for too long, learns it
 * here: it abandons what it ran and comes back under a new number. One that only could not beat for
 * as long knows it without being told, by its own clock, and stops what it runs.
 */
public final class Heartbeat {
  private final PodStore pods;
  private final RunningTasks running;
  private final Bus bus;
  private final PodId pod;
  private final Pulse pulse;
  private final int unsteadyMs;
  private Future<Void> beating = Future.succeededFuture();
  private volatile long podNo;
  private boolean left;

  public Heartbeat(
      PodStore pods, RunningTasks running, Bus bus, PodId pod, Pulse pulse, int unsteadyMs) {
    this.pods = pods;
    this.running = running;
    this.bus = bus;
    this.pod = pod;
    this.pulse = pulse;
    this.unsteadyMs = unsteadyMs;
  }

  /** The pod's row, before anything is claimed under it. */
  public Future<Long> register() {
    long sent = System.nanoTime();
    return pods.register(pod)
        .onSuccess(number -> {
          podNo = number;
          pulse.heard(sent);
        });
  }

  public long podNo() {
    return podNo;
  }

  /** Nothing, once this pod has left. One after the other. */
  public synchronized Future<Void> beat() {
    if (left) {
      return Future.succeededFuture();
    }
    long sent = System.nanoTime();
    beating =
        pods.heartbeat(podNo, unsteadyMs)
            .compose(alive -> alive ? heard(sent) : comeBack())
            .compose(done -> pods.aliveAddresses())
            .onSuccess(addresses -> bus.tell(Addresses.PODS, new Pods(addresses)))
            .mapEmpty();
    return beating;
  }

  /** Stops what runs here, where this pod has not been heard for too long. */
  void fence() {
    if (pulse.isStale()) {
      running.fence();
    }
  }

  /** Says that the pod is gone; waits for a beat that is under way, so that it is the last word. */
  public synchronized Future<Void> leave() {
    left = true;
    return beating.otherwiseEmpty().compose(done -> pods.leave(podNo));
  }

  private Future<Void> heard(long sent) {
    pulse.heard(sent);
    return Future.succeededFuture();
  }

  private Future<Void> comeBack() {
    return hasLeft() ? Future.succeededFuture() : register().onSuccess(running::restart).mapEmpty();
  }

  private synchronized boolean hasLeft() {
    return left;
  }
}
