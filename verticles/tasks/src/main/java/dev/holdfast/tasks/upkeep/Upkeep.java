package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.tasks.TasksConfig;
import dev.holdfast.tasks.execution.Executor;
import dev.holdfast.tasks.execution.Tell;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.PodStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duties of a pod, each repeated every heartbeat and never twice at once; a failed round is
 * logged and the next one tries again.
 */
public final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Vertx vertx;
  private final int heartbeatMs;
  private final PodStore pods;
  private final Heartbeat heartbeat;
  private final Rescuer rescuer;
  private final CancelWatch cancels;
  private final LeaseAudit audit;

  public Upkeep(
      Vertx vertx,
      TasksConfig config,
      Bus bus,
      PodId pod,
      PodStore pods,
      ExecutionStore store,
      Executor executor,
      Tell tell) {
    this.vertx = vertx;
    this.heartbeatMs = config.heartbeatMs();
    this.pods = pods;
    this.heartbeat = new Heartbeat(pods, executor, bus, pod);
    this.rescuer = new Rescuer(pods, store, executor, tell, config.leaseTtlMs());
    this.cancels = new CancelWatch(store, executor);
    this.audit = new LeaseAudit(pods, executor, rescuer);
  }

  /** Registers the pod and begins its duties. */
  public Future<Long> start() {
    return heartbeat
        .register()
        .compose(number -> heartbeat.beat().map(number))
        .onSuccess(number -> {
          repeat("heartbeat", heartbeat::beat);
          repeat("rescue", rescuer::runOnce);
          repeat("cancellations", () -> cancels.runOnce(heartbeat.podNo()));
          repeat("lease audit", () -> audit.runOnce(heartbeat.podNo()));
          repeat("process sweep", this::sweep);
        });
  }

  /** Says that this pod is gone, so that nobody waits for it. */
  public Future<Void> leave() {
    return heartbeat.leave();
  }

  private Future<Void> sweep() {
    return pods.goneLately()
        .compose(gone ->
            vertx.executeBlocking(() -> {
              rescuer.sweepProcesses(gone);
              return null;
            }));
  }

  private void repeat(String duty, Supplier<Future<Void>> round) {
    vertx.setTimer(
        heartbeatMs,
        timer ->
            round
                .get()
                .onFailure(failure -> LOG.warn("{} failed: {}", duty, failure.toString()))
                .onComplete(done -> repeat(duty, round)));
  }
}
