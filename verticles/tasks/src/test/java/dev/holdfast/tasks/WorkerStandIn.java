package dev.holdfast.tasks;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.DrainWorker;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.ToWorker;
import dev.holdfast.shared.message.WorkerGone;
import dev.holdfast.shared.message.WorkerHeard;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.TaskPods.Pod;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A worker and the gateway that holds its connection, as the tasks of a pod see both. */
final class WorkerStandIn {
  private final Pod pod;
  private final Principal owner;
  private final String workerId;
  private final String gateway = RandomId.mint("gw");
  private final String connection = RandomId.mint("wrk");
  private final AtomicLong said = new AtomicLong();
  private final Map<Long, CompletableFuture<Optional<Fault>>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<WorkerOrder> orders = new LinkedBlockingQueue<>();

  private WorkerStandIn(Pod pod, Principal owner, String workerId) {
    this.pod = pod;
    this.owner = owner;
    this.workerId = workerId;
  }

  static WorkerStandIn connect(Pod pod, Principal owner, String agent, int slots) {
    WorkerStandIn worker = new WorkerStandIn(pod, owner, RandomId.mint("worker"));
    worker.hello(List.of(agent), slots, List.of());
    return worker;
  }

  /** The same worker on another connection. */
  WorkerStandIn again(String agent, int slots, String... jobs) {
    WorkerStandIn next = new WorkerStandIn(pod, owner, workerId);
    next.welcomed = next.hello(List.of(agent), slots, List.of(jobs)).jobs();
    return next;
  }

  /** The jobs it was told to go on with. */
  List<String> welcomed = List.of();

  private WorkerWelcome hello(List<String> agents, int slots, List<String> jobs) {
    pod.bus().listen(Addresses.workerOrders(gateway), this::take);
    return Await.result(
        pod.bus()
            .request(
                Addresses.OFFER_WORKER,
                new OfferWorker(gateway, connection, owner, workerId, agents, slots, jobs)));
  }

  private void take(ToWorker order) {
    if (order.order() instanceof WorkerOrder.Taken taken) {
      CompletableFuture<Optional<Fault>> future = waiting.remove(taken.number());
      if (future != null) {
        future.complete(taken.refusal());
      }
    } else {
      orders.add(order.order());
    }
  }

  /** Says something, and waits until it was taken; why nothing came of it, if nothing did. */
  Optional<Fault> say(WorkerNews news) {
    return later(news).orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Says something and does not wait. */
  void tell(WorkerNews news) {
    var _ = later(news);
  }

  private CompletableFuture<Optional<Fault>> later(WorkerNews news) {
    long number = said.incrementAndGet();
    CompletableFuture<Optional<Fault>> taken = new CompletableFuture<>();
    waiting.put(number, taken);
    pod.bus().tell(Addresses.WORKER_SAYS, new WorkerSays(gateway, connection, number, news));
    return taken;
  }

  void beat() {
    pod.bus().tell(Addresses.WORKER_HEARD, new WorkerHeard(connection));
  }

  void disconnect() {
    pod.bus().tell(Addresses.WORKER_GONE, new WorkerGone(connection));
  }

  Future<Integer> drain() {
    return pod.bus().request(Addresses.DRAIN_WORKER, new DrainWorker(connection));
  }

  /** The next order, which must be of this kind. */
  <T extends WorkerOrder> T next(Class<T> kind) {
    try {
      WorkerOrder order = orders.poll(60, TimeUnit.SECONDS);
      if (!kind.isInstance(order)) {
        throw new AssertionError("expected " + kind.getSimpleName() + ", came " + order);
      }
      return kind.cast(order);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  WorkerOrder.Begin job() {
    return next(WorkerOrder.Begin.class);
  }

  /** The next job; empty where the thread is interrupted. */
  Optional<WorkerOrder.Begin> jobOrEnd() {
    try {
      return Optional.of((WorkerOrder.Begin) orders.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  boolean hasOrders() {
    return !orders.isEmpty();
  }
}
