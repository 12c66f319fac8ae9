package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands in for the other verticles, each with the same contract in memory, for one test. */
public final class Others extends VerticleBase {
  public static final String ADA_TOKEN = "token-of-ada-0123456789";

  /** Of ada too, without the scope admin. */
  public static final String ADA_LESSER_TOKEN = "lesser-token-of-ada-0123456789";

  public static final String BOB_TOKEN = "token-of-bob-0123456789";

  /** The key of a worker of ada that serves build and test. */
  public static final String WORKER_TOKEN = "hfw_of-ada-0123456789";

  static final String NOW = "2026-01-02T03:04:05.000006Z";

  private final Desk desk;

  /** What was asked, in order, of every address. */
  public final BlockingQueue<Record> asked;

  public final RegistryStandIn registry = new RegistryStandIn();
  public final JournalStandIn journal = new JournalStandIn();
  public final TasksStandIn tasks = new TasksStandIn();
  public final QueueStandIn queue = new QueueStandIn(tasks);
  public final UsageStandIn usage = new UsageStandIn(tasks);
  public final ToolsStandIn tools = new ToolsStandIn();
  public final ControlStandIn control = new ControlStandIn();
  public final BroadcastStandIn broadcast;
  public final WorkersStandIn workers;

  public Others(Bus bus) {
    this.desk = new Desk(bus);
    this.asked = desk.asked();
    this.broadcast = new BroadcastStandIn(bus);
    this.workers = new WorkersStandIn(bus);
  }

  @Override
  public Future<?> start() {
    registry.serve(desk);
    journal.serve(desk);
    tasks.serve(desk);
    queue.serve(desk);
    usage.serve(desk);
    tools.serve(desk);
    control.serve(desk);
    broadcast.serve(desk);
    workers.serve(desk);
    return Future.succeededFuture();
  }

  /** From now on this address fails so; with null it works again. */
  public void failing(Address<?, ?> address, @Nullable Throwable failure) {
    desk.failing(address, failure);
  }

  /** From now on this address answers only when the future is done. */
  public void answering(Address<?, ?> address, Future<?> when) {
    desk.answering(address, when);
  }

  /** The next of a queue, waited for. */
  public static <T> T next(BlockingQueue<T> queue) {
    try {
      T item = queue.poll(30, TimeUnit.SECONDS);
      if (item == null) {
        throw new IllegalStateException("nothing came");
      }
      return item;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
