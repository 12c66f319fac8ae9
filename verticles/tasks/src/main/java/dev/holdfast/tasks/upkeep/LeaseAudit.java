package dev.holdfast.tasks.upkeep;

import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the leases that the database gives to this pod with those it acts under.
 *
 * <p>A lease that nobody acts under, seen twice in a row, comes from a claim or a beginning whose
 * answer was lost; its session would wait forever and is rescued. An attempt whose lease the
 * database gives to somebody else is stopped.
 */
public final class LeaseAudit {
  private final PodStore pods;
  private final RunningTasks running;
  private final Rescuer rescuer;
  private Set<Lease> strayBefore = Set.of();

  public LeaseAudit(PodStore pods, RunningTasks running, Rescuer rescuer) {
    this.pods = pods;
    this.running = running;
    this.rescuer = rescuer;
  }

  public Future<Void> runOnce(long podNo) {
    Set<Lease> actedUnder = running.held();
    return pods.leasesOf(podNo).compose(leases -> settle(leases, actedUnder));
  }

  private Future<Void> settle(List<Lease> leases, Set<Lease> actedUnder) {
    Set<Lease> gone = new HashSet<>(actedUnder);
    leases.forEach(gone::remove);
    running.stop(gone);

    Set<Lease> stray = new HashSet<>(leases);
    stray.removeAll(actedUnder);
    stray.removeAll(running.held());
    List<Lease> twice = stray.stream().filter(strayBefore::contains).toList();
    strayBefore =
        stray.stream().filter(lease -> !twice.contains(lease)).collect(Collectors.toSet());
    return Future.join(twice.stream().map(rescuer::rescue).toList()).mapEmpty();
  }
}
