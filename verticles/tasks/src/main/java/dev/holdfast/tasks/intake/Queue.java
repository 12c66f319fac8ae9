package dev.holdfast.tasks.intake;

import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.tasks.store.QueueStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;

/** What a session's owner sees of its queue and does to it, from any connection and any pod. */
public final class Queue {
  private final QueueStore store;
  private final Intake intake;
  private final RunningTasks running;
  private final Commits commits;
  private final PodBus pods;

  public Queue(
      QueueStore store, Intake intake, RunningTasks running, Commits commits, PodBus pods) {
    this.store = store;
    this.intake = intake;
    this.running = running;
    this.commits = commits;
    this.pods = pods;
  }

  public Future<QueueView> read(ReadQueue wanted) {
    return store.view(wanted.session());
  }

  /** Durable before it is answered; answers with the queue as it is then. */
  public Future<QueueView> change(ChangeQueue wanted) {
    return store
        .change(wanted)
        .compose(changed -> {
          commits.committed(wanted.session().number(), changed.events());
          running.wake();
          return follow(wanted, changed.owner() == null ? "" : changed.owner());
        })
        .compose(done -> store.view(wanted.session()));
  }

  /** What the pod that runs the session is to do now; it would find a pause out by itself. */
  private Future<Void> follow(ChangeQueue wanted, String owner) {
    return switch (wanted.change()) {
      case QueueChange.Pause pause -> {
        running.pause(pause.taskId());
        if (!owner.isEmpty()) {
          pods.hint(owner, new Hint.Pause(pause.taskId()));
        }
        yield Future.succeededFuture();
      }
      case QueueChange.SendNow now when now.interrupt() -> interruptRunning(wanted);
      case QueueChange.Hold hold -> Future.succeededFuture();
      case QueueChange.Release release -> Future.succeededFuture();
      case QueueChange.Reorder reorder -> Future.succeededFuture();
      case QueueChange.HoldTask hold -> Future.succeededFuture();
      case QueueChange.ReleaseTask release -> Future.succeededFuture();
      case QueueChange.SendNow now -> Future.succeededFuture();
    };
  }

  private Future<Void> interruptRunning(ChangeQueue wanted) {
    return store
        .view(wanted.session())
        .compose(queue ->
            queue.places().stream()
                .filter(place -> place.status() != TaskStatus.QUEUED)
                .findFirst()
                .map(place ->
                    intake
                        .cancel(
                            new CancelTask(
                                wanted.session().owner(), place.taskId(), CancelCause.SUCCESSOR))
                        .<Void>mapEmpty()
                        // It may have ended by itself meanwhile.
                        .otherwiseEmpty())
                .orElse(Future.succeededFuture()));
  }
}
