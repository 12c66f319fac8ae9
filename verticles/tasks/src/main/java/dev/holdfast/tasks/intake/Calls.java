package dev.holdfast.tasks.intake;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.tasks.store.CallStore;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls of tools by the request that made them. */
public final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final CallStore store;
  private final Intake intake;

  public Calls(CallStore store, Intake intake) {
    this.store = store;
    this.intake = intake;
  }

  /**
   * As its owner would end it; one that finishes meanwhile stays as it finished. Of several none is
   * ended: the request names one, and the others may be somebody else's.
   */
  public Future<Integer> cancel(CancelCall wanted) {
    return store
        .ofRequest(wanted)
        .compose(ids ->
            switch (ids.size()) {
              case 0 -> Future.succeededFuture(0);
              case 1 -> cancel(new CancelTask(wanted.principal(), ids.getFirst())).map(1);
              default -> {
                LOG.debug("a request that has {} unfinished calls cancels none", ids.size());
                yield Future.succeededFuture(0);
              }
            });
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
