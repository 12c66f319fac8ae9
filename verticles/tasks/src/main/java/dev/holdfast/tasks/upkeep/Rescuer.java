package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.agent.process.ProcessMarks;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up pods that fell silent and takes their sessions away. Every pod does so; the lease token
 * decides who does it for one session.
 *
 * <p>A task is rescued at most one lease time and two heartbeats after its pod's last sign of life,
 * where another pod was steady for as long; after an outage of the store, one lease time after it.
 */
public final class Rescuer {
  private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);
  private static final int SESSIONS_A_ROUND = 200;

  private final PodStore pods;
  private final ExecutionStore store;
  private final RunningTasks running;
  private final Commits commits;
  private final int leaseTtlMs;
  private final Set<String> sweptPods = new HashSet<>();

  public Rescuer(
      PodStore pods, ExecutionStore store, RunningTasks running, Commits commits, int leaseTtlMs) {
    this.pods = pods;
    this.store = store;
    this.running = running;
    this.commits = commits;
    this.leaseTtlMs = leaseTtlMs;
  }

  public Future<Void> runOnce(long judgePodNo) {
    return pods.giveUpSilent(judgePodNo, leaseTtlMs)
        .onSuccess(names -> names.forEach(name -> LOG.warn("pod {} is given up for lost", name)))
        .compose(names -> pods.orphans(SESSIONS_A_ROUND))
        .compose(this::rescueAll);
  }

  /**
   * What pods that are gone left running on this machine; their attempts were given to others.
   * Blocks; not for an event loop.
   */
  public void sweepProcesses(List<String> goneAddresses) {
    for (String address : goneAddresses) {
      if (sweptPods.add(address)) {
        int killed = ProcessMarks.killOfPod(address);
        if (killed > 0) {
          LOG.warn("ended {} processes that a lost pod left behind", killed);
        }
      }
    }
  }

  private Future<Void> rescueAll(List<Lease> leases) {
    if (leases.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.join(leases.stream().map(this::rescue).toList())
        .onComplete(done -> running.wake())
        .mapEmpty();
  }

  /** Takes one session away from whoever holds the lease. */
  Future<Void> rescue(Lease lease) {
    return store
        .rescue(lease)
        .onSuccess(events -> commits.committed(lease.sessionNo(), events))
        .<Void>mapEmpty()
        .recover(failure ->
            failure instanceof LeaseLost
                ? Future.succeededFuture() // another pod was first
                : Future.failedFuture(failure));
  }
}
