package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.tasks.store.LineageStore;
import io.vertx.core.Future;
import java.util.List;

/**
 * Cancels what is left behind when a parent ends, in any session and whichever pod runs it. What a
 * look finds may have parts of its own, so it looks again until it finds nothing; those that run
 * end as any cancelled task does, and a later round finds what nobody told of.
 */
public final class Lineage {
  private static final int A_LOOK = 100;

  private final LineageStore store;
  private final Intake intake;
  private final int depthMax;

  /**
   * @param depthMax ancestors that a task may have
   */
  public Lineage(LineageStore store, Intake intake, int depthMax) {
    this.store = store;
    this.intake = intake;
    this.depthMax = depthMax;
  }

  public Future<Void> runOnce() {
    return look(depthMax + 1);
  }

  private Future<Void> look(int looks) {
    return store
        .leftBehind(A_LOOK)
        .compose(tasks ->
            tasks.isEmpty() || looks == 0
                ? Future.succeededFuture()
                : cancelEach(tasks).compose(done -> look(looks - 1)));
  }

  private Future<Void> cancelEach(List<CancelTask> tasks) {
    Future<Void> all = Future.succeededFuture();
    for (CancelTask task : tasks) {
      all =
          all.compose(
              before -> intake.cancel(task).<Void>mapEmpty().recover(Lineage::unlessItEnded));
    }
    return all;
  }

  private static Future<Void> unlessItEnded(Throwable failure) {
    return failure instanceof Fault fault
            && (fault.code() == ErrorCode.TASK_FINISHED || fault.code() == ErrorCode.UNKNOWN_TASK)
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }
}
