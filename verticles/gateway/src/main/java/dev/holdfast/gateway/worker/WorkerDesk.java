package dev.holdfast.gateway.worker;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.ToWorker;
import dev.holdfast.shared.message.WorkerWelcome;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workers of this instance, and the one address at which their orders arrive. */
public final class WorkerDesk {
  private final Bus bus;
  private final String gateway = RandomId.mint("gw");
  private final Map<String, WorkerLine> lines = new HashMap<>();

  public WorkerDesk(Bus bus) {
    this.bus = bus;
  }

  /**
   * What a worker offers.
   *
   * @param workerId its own name for itself
   * @param agents those it serves, allowed by its key
   * @param slots jobs it takes at once
   * @param jobs those it is still at work on
   */
  public record Offer(String workerId, List<String> agents, int slots, List<String> jobs) {
    public Offer {
      agents = List.copyOf(agents);
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * A worker that was taken on; its line passes orders on once it {@linkplain WorkerLine#begin
   * begins}.
   */
  public record Opened(WorkerLine line, WorkerWelcome welcome) {}

  /** Begins to take orders, on the calling verticle's context. */
  public void listen() {
    bus.listen(Addresses.workerOrders(gateway), this::order);
  }

  /** Offers a worker to the tasks of this pod. */
  public Future<Opened> open(Principal owner, Offer offer, WorkerOutlet outlet) {
    String connection = RandomId.mint("wrk");
    WorkerLine line = new WorkerLine(bus, gateway, connection, outlet, this::forget);
    lines.put(connection, line);
    return bus.request(
            Addresses.OFFER_WORKER,
            new OfferWorker(
                gateway,
                connection,
                owner,
                offer.workerId(),
                offer.agents(),
                offer.slots(),
                offer.jobs()))
        .map(welcome -> new Opened(line, welcome))
        .onFailure(failure -> line.close());
  }

  private void forget(String connection) {
    lines.remove(connection);
  }

  /** An order for a connection that is closed is lost with it. */
  private void order(ToWorker order) {
    WorkerLine line = lines.get(order.connection());
    if (line != null) {
      line.order(order.order());
    }
  }
}
