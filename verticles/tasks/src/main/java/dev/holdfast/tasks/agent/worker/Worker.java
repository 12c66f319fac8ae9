package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.ToWorker;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is connected to this pod, or was lately. Everything but {@link #tell} and {@link
 * #taken}, which are safe for every thread, happens under the lock of {@link Workers}.
 */
final class Worker {
  /** Names a worker; ids are their owner's own choice. */
  record Id(Principal owner, String workerId) {
    static Id of(OfferWorker offer) {
      return new Id(offer.owner(), offer.workerId());
    }
  }

  /** The connection that it has now. */
  private record Line(String gateway, String connection) {}

  private final Bus bus;
  private final Principal owner;
  private final Map<String, Place> places = new HashMap<>();
  private volatile @Nullable Line line;
  private List<String> agents = List.of();
  private int slots;
  private long since;
  private boolean silent;
  private @Nullable Promise<Integer> drained;
  private int drainedJobs;

  Worker(Bus bus, Principal owner) {
    this.bus = bus;
    this.owner = owner;
  }

  Principal owner() {
    return owner;
  }

  List<String> agents() {
    return agents;
  }

  Map<String, Place> places() {
    return places;
  }

  /** It stands on this connection from now on. */
  void connect(OfferWorker offer, long now) {
    line = new Line(offer.gateway(), offer.connection());
    agents = offer.agents();
    slots = offer.slots();
    since = now;
    silent = false;
    if (drained != null) {
      drained.tryComplete(drainedJobs);
      drained = null;
    }
  }

  /** The connection it has; empty where it has none. */
  Optional<String> connection() {
    return Optional.ofNullable(line).map(Line::connection);
  }

  void disconnect(long now) {
    line = null;
    since = now;
  }

  void heard(long now) {
    since = now;
    silent = false;
  }

  /** Nanoseconds since it was last heard; where it has no connection, since that is so. */
  long age(long now) {
    return now - since;
  }

  boolean isSilent() {
    return silent;
  }

  void fallSilent() {
    silent = true;
  }

  /** Whether anything it said waits here: its silence may be ours. */
  boolean isBusy() {
    return places.values().stream().anyMatch(Place::isBusy);
  }

  /** Places for further jobs. */
  int free() {
    return line == null || silent || drained != null ? 0 : Math.max(slots - places.size(), 0);
  }

  /** It gets no more jobs; the promise is kept when it has none any more. */
  void drain(Promise<Integer> promise) {
    if (drained != null) {
      drained.future().onComplete(promise);
      return;
    }
    drained = promise;
    drainedJobs = places.size();
    freed();
  }

  /** A place was given back, or none had to be. */
  void freed() {
    if (drained != null && places.isEmpty()) {
      drained.tryComplete(drainedJobs);
    }
  }

  /** Tells it something; false where it has no connection. */
  boolean tell(WorkerOrder order) {
    Line now = line;
    if (now != null) {
      bus.tell(Addresses.workerOrders(now.gateway()), new ToWorker(now.connection(), order));
    }
    return now != null;
  }

  /** Acknowledges news on the connection it came from. */
  void taken(WorkerSays says, Optional<Fault> refusal) {
    taken(bus, says, refusal);
  }

  static void taken(Bus bus, WorkerSays says, Optional<Fault> refusal) {
    bus.tell(
        Addresses.workerOrders(says.gateway()),
        new ToWorker(says.connection(), new WorkerOrder.Taken(says.number(), refusal)));
  }
}
