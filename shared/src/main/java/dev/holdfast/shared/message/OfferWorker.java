package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;
import java.util.List;

/**
 * A worker offers itself on a connection of this pod. Where one of the same owner and id is known
 * here, this connection takes its place, and the jobs it names are gone on with; those it does not
 * name are given up as lost.
 *
 * @param gateway where its orders go
 * @param connection unique within the pod
 * @param owner whom its key stands for
 * @param workerId its own name for itself, unique for the owner
 * @param agents the agents it serves, all of them allowed by its key
 * @param slots jobs that it takes at once
 * @param jobs those it is still at work on
 */
public record OfferWorker(
    String gateway,
    String connection,
    Principal owner,
    String workerId,
    List<String> agents,
    int slots,
    List<String> jobs) {
  public OfferWorker {
    agents = List.copyOf(agents);
    jobs = List.copyOf(jobs);
  }
}
