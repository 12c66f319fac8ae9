package dev.holdfast.gateway.worker;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.DrainWorker;
import dev.holdfast.shared.message.WorkerGone;
import dev.holdfast.shared.message.WorkerHeard;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connection. News is passed on in the order of the calls; whoever calls bounds how
 * much of it is not acknowledged yet.
 */
public final class WorkerLine {
  private final Bus bus;
  private final String gateway;
  private final String connection;
  private final WorkerOutlet outlet;
  private final Consumer<String> forget;
  private final Map<Long, Promise<Void>> waiting = new HashMap<>();
  private @Nullable List<WorkerOrder> early = new ArrayList<>();
  private long said;
  private boolean closed;

  WorkerLine(
      Bus bus, String gateway, String connection, WorkerOutlet outlet, Consumer<String> forget) {
    this.bus = bus;
    this.gateway = gateway;
    this.connection = connection;
    this.outlet = outlet;
    this.forget = forget;
  }

  /** The welcome was written: orders go out from now on, those that came before it first. */
  public void begin() {
    List<WorkerOrder> came = early;
    early = null;
    if (came != null) {
      came.forEach(this::order);
    }
  }

  /**
   * Passes news on.
   *
   * @return done when it was taken, for the last news of a job when the job's end is durable; fails
   *     with {@link ErrorCode#JOB_GONE} where nothing came of it
   */
  public Future<Void> say(WorkerNews news) {
    Promise<Void> taken = Promise.promise();
    waiting.put(++said, taken);
    bus.tell(Addresses.WORKER_SAYS, new WorkerSays(gateway, connection, said, news));
    return taken.future();
  }

  /** The worker gave a sign of life. */
  public void heard() {
    bus.tell(Addresses.WORKER_HEARD, new WorkerHeard(connection));
  }

  /** The worker leaves, as {@link #drain}, however long its jobs take to stop. */
  public Future<Void> leave() {
    return drain()
        .recover(failure ->
            !closed && Fault.of(failure).code() == ErrorCode.OVERLOADED
                ? leave()
                : Future.failedFuture(failure));
  }

  /**
   * This instance stops: the worker gets no more jobs, those it has are stopped and handed back;
   * done when they are. Fails with {@link ErrorCode#OVERLOADED} where that takes long.
   */
  public Future<Void> drain() {
    return bus.request(Addresses.DRAIN_WORKER, new DrainWorker(connection)).mapEmpty();
  }

  /** The connection is closed; does nothing the second time. */
  public void close() {
    if (!closed) {
      closed = true;
      forget.accept(connection);
      bus.tell(Addresses.WORKER_GONE, new WorkerGone(connection));
      List<Promise<Void>> left = List.copyOf(waiting.values());
      waiting.clear();
      left.forEach(
          promise -> promise.fail(new Fault(ErrorCode.JOB_GONE, "the connection was closed")));
    }
  }

  void order(WorkerOrder order) {
    if (order instanceof WorkerOrder.Taken taken) {
      Promise<Void> promise = waiting.remove(taken.number());
      if (promise != null) {
        taken.refusal().ifPresentOrElse(promise::fail, promise::complete);
      }
    } else if (early != null) {
      early.add(order);
    } else {
      outlet.order(order);
    }
  }
}
