package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.EndSessionTasks;
import dev.holdfast.shared.message.FindBusySessions;
import dev.holdfast.shared.message.PurgeSessions;
import dev.holdfast.tasks.store.EndedStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Ends the tasks of sessions that ended: when told, and by a round that finds those of which nobody
 * told. An ended session takes no new tasks, so what is found is all there will be.
 */
public final class EndedSessions {
  private final EndedStore store;
  private final Intake intake;
  private final int batch;

  /**
   * @param batch sessions a round takes
   */
  public EndedSessions(EndedStore store, Intake intake, int batch) {
    this.store = store;
    this.intake = intake;
    this.batch = batch;
  }

  /** How many tasks were touched; none where the session has not ended. */
  public Future<Integer> end(EndSessionTasks wanted) {
    return store
        .ended(wanted.session())
        .compose(ended -> ended ? cancelAll(wanted.session()) : Future.succeededFuture(0));
  }

  public Future<Set<Long>> busy(FindBusySessions wanted) {
    return store.busy(wanted.sessions(), wanted.withinS());
  }

  public Future<Set<Long>> purge(PurgeSessions wanted) {
    return store.purge(wanted.sessions());
  }

  /** Looks for what nobody told of. */
  public Future<Void> runOnce() {
    return store
        .leftOver(batch)
        .compose(sessions -> {
          Future<Integer> last = Future.succeededFuture(0);
          for (SessionRef session : sessions) {
            last = last.compose(done -> cancelAll(session));
          }
          return last.mapEmpty();
        });
  }

  private Future<Integer> cancelAll(SessionRef session) {
    return store.toCancel(session).compose(tasks -> cancelEach(session, tasks));
  }

  private Future<Integer> cancelEach(SessionRef session, List<String> tasks) {
    Future<Integer> touched = Future.succeededFuture(0);
    for (String task : tasks) {
      touched =
          touched.compose(count ->
              intake
                  .cancel(new CancelTask(session.owner(), task, CancelCause.SESSION))
                  .map(cancelled -> count + 1)
                  .recover(failure -> unlessFinished(failure, count)));
    }
    return touched;
  }

  private static Future<Integer> unlessFinished(Throwable failure, int count) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.TASK_FINISHED
        ? Future.succeededFuture(count)
        : Future.failedFuture(failure);
  }
}
