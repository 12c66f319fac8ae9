package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.store.Patience;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.QuestionStore;
import dev.holdfast.tasks.store.StopRequestStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duties of a pod, each repeated every heartbeat and never twice at once; a failed round is
 * logged and the next one tries again. A round that takes longer than a lease counts as failed: a
 * store that is frozen answers nothing, not even that it failed.
 */
public final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Vertx vertx;
  private final int heartbeatMs;
  private final int roundMs;
  private final PodStore pods;
  private final Heartbeat heartbeat;
  private final Rescuer rescuer;
  private final CancelWatch cancels;
  private final AnswerWatch answers;
  private final LeaseAudit audit;
  private final RunningTasks running;
  private final List<Runnable> others = new ArrayList<>();

  public Upkeep(
      Vertx vertx,
      UpkeepConfig config,
      Bus bus,
      PodId pod,
      PodStore pods,
      ExecutionStore store,
      StopRequestStore stops,
      QuestionStore inputs,
      RunningTasks running,
      Commits commits) {
    this.vertx = vertx;
    this.heartbeatMs = config.heartbeatMs();
    this.roundMs = config.leaseTtlMs();
    this.pods = pods;
    this.heartbeat = new Heartbeat(pods, running, bus, pod, config.leaseTtlMs() / 2);
    this.rescuer = new Rescuer(pods, store, running, commits, config.leaseTtlMs());
    this.cancels = new CancelWatch(stops, running);
    this.answers = new AnswerWatch(inputs, running);
    this.running = running;
    this.audit = new LeaseAudit(pods, running, rescuer);
  }

  /** Registers the pod and begins its duties. */
  public Future<Long> start() {
    return Patience.untilReached(vertx, heartbeat::register)
        .compose(number -> Patience.untilReached(vertx, heartbeat::beat).map(number))
        .onSuccess(number -> {
          repeat("heartbeat", heartbeat::beat);
          repeat("rescue", () -> rescuer.runOnce(heartbeat.podNo()));
          repeat("cancellations", () -> cancels.runOnce(heartbeat.podNo()));
          repeat("answers", answers::runOnce);
          repeat("late attempts", this::stopLate);
          repeat("lease audit", () -> audit.runOnce(heartbeat.podNo()));
          repeat("process sweep", this::sweep);
          others.forEach(Runnable::run);
        });
  }

  /**
   * Adds a duty with a pace of its own; before the start.
   *
   * @param pauseMs milliseconds between two rounds
   */
  public void alsoRepeat(String duty, int pauseMs, Supplier<Future<Void>> round) {
    others.add(() -> repeat(duty, pauseMs, round));
  }

  /** Says that this pod is gone, so that nobody waits for it. */
  public Future<Void> leave() {
    return heartbeat.leave();
  }

  /** Looks for answers now, because a hint told of one. */
  public void lookForAnswers() {
    answers
        .runOnce()
        .onFailure(failure -> LOG.warn("cannot look for answers: {}", failure.toString()));
  }

  private Future<Void> stopLate() {
    running.stopLate();
    return Future.succeededFuture();
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
    repeat(duty, heartbeatMs, round);
  }

  private void repeat(String duty, int pauseMs, Supplier<Future<Void>> round) {
    vertx.setTimer(
        pauseMs,
        timer ->
            round
                .get()
                .timeout(roundMs, TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn("{} failed: {}", duty, failure.toString()))
                .onComplete(done -> repeat(duty, pauseMs, round)));
  }
}
