package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.OfferWorker;
import dev.holdfast.shared.message.ToWorker;
import dev.holdfast.shared.message.WorkerGone;
import dev.holdfast.shared.message.WorkerHeard;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import dev.holdfast.shared.message.WorkerWelcome;
import dev.holdfast.shared.trace.TraceParent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The tasks of a pod as workers see them: what they say is noted, and taken unless it is held. */
public final class WorkersStandIn {
  private final Bus bus;
  private volatile @Nullable OfferWorker offer;

  /** What was said, in order. */
  public final BlockingQueue<WorkerSays> said = new LinkedBlockingQueue<>();

  public final BlockingQueue<WorkerHeard> heard = new LinkedBlockingQueue<>();
  public final BlockingQueue<WorkerGone> gone = new LinkedBlockingQueue<>();

  /** Whether news is taken only when the test says so. */
  public volatile boolean holds;

  /** When a worker that is to leave has nothing left. */
  public volatile Future<?> drained = Future.succeededFuture();

  WorkersStandIn(Bus bus) {
    this.bus = bus;
  }

  void serve(Desk desk) {
    desk.answer(
        Addresses.OFFER_WORKER,
        wanted -> {
          offer = wanted;
          return new WorkerWelcome(5_000, 15_000, wanted.jobs());
        });
    bus.answer(Addresses.DRAIN_WORKER, leaving -> drained.map(1));
    bus.listen(Addresses.WORKER_SAYS, this::take);
    bus.listen(Addresses.WORKER_HEARD, heard::add);
    bus.listen(Addresses.WORKER_GONE, gone::add);
  }

  private void take(WorkerSays says) {
    said.add(says);
    if (!holds) {
      taken(says);
    }
  }

  /** Takes it; what is about {@code job_gone} is refused. */
  public void taken(WorkerSays says) {
    Optional<Fault> refusal =
        says.news().jobId().equals("job_gone")
            ? Optional.of(new Fault(ErrorCode.JOB_GONE, "given up"))
            : Optional.empty();
    bus.tell(
        Addresses.workerOrders(says.gateway()),
        new ToWorker(says.connection(), new WorkerOrder.Taken(says.number(), refusal)));
  }

  /** Sends an order to the worker that offered itself last. */
  public void order(WorkerOrder order) {
    OfferWorker last = offer;
    if (last == null) {
      throw new IllegalStateException("no worker offered itself");
    }
    bus.tell(Addresses.workerOrders(last.gateway()), new ToWorker(last.connection(), order));
  }

  /** All orders that there are. */
  public static List<WorkerOrder> orders(String jobId) {
    return List.of(
        new WorkerOrder.Begin(
            jobId,
            "tsk_1",
            "ses-1",
            "build",
            "make",
            1,
            null,
            null,
            "0-0",
            5L,
            60_000,
            TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
        new WorkerOrder.Answered(jobId, "ask-1", new Answer("yes", null)),
        new WorkerOrder.Stop(jobId, "cancelled"),
        new WorkerOrder.Tell(jobId, "hurry"));
  }
}
