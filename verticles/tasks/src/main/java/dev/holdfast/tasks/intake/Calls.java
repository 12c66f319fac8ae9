package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.tasks.store.CallStore;
import io.vertx.core.Future;
import java.util.List;

/** Ends calls of tools by the request that made them. */
public final class Calls {
  private final CallStore store;
  private final Intake intake;

  public Calls(CallStore store, Intake intake) {
    this.store = store;
    this.intake = intake;
  }

  /** Each as its owner would end it; one that finishes meanwhile stays as it finished. */
  public Future<Integer> cancel(CancelCall wanted) {
    return store
        .ofRequest(wanted)
        .compose(ids ->
            Future.join(
                    ids.stream().map(id -> cancel(new CancelTask(wanted.principal(), id))).toList())
                .map(ids.size()));
  }

  private Future<Void> cancel(CancelTask one) {
    return intake
        .cancel(one)
        .<Void>mapEmpty()
        .recover(failure ->
            failure instanceof Fault fault && isOver(fault.code())
                ? Future.succeededFuture()
                : Future.failedFuture(failure));
  }

  private static boolean isOver(ErrorCode code) {
    return List.of(ErrorCode.TASK_FINISHED, ErrorCode.UNKNOWN_TASK).contains(code);
  }
}
