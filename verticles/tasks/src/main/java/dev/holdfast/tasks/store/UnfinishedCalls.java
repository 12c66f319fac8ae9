package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;

/** What a call of a tool meets in its own session: the calls that are not finished. */
final class UnfinishedCalls {
  private UnfinishedCalls() {}

  /** The call is under way already; rolls the transaction back and never leaves the store. */
  static final class Joined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never written anywhere
    private final TaskRecord task;

    Joined(TaskRecord task) {
      super("joined", null, false, false);
      this.task = task;
    }

    TaskRecord task() {
      return task;
    }
  }

  /**
   * Goes on where nothing like it is under way; decides only under the lock of the session's queue.
   * Fails with {@link Joined} where the same call is, with {@code request_conflict} where another
   * has the mark.
   */
  static Future<Void> requireNone(SqlConnection c, SubmitTask task) {
    CallMark call = task.call();
    if (call == null || (call.request() == null && !call.coalesce())) {
      return Future.succeededFuture();
    }
    Principal owner = task.session().owner();
    return c.preparedQuery(CallSql.UNFINISHED_CALL)
        .execute(
            Tuple.of(
                task.session().number(),
                call.request(),
                call.fingerprint(),
                call.coalesce(),
                owner.tenant(),
                owner.name()))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture()
                : Future.failedFuture(meeting(rows.iterator().next(), call)));
  }

  private static RuntimeException meeting(Row row, CallMark call) {
    return Objects.equals(row.getString("call_fingerprint"), call.fingerprint())
        ? new Joined(TaskRows.task(row))
        : new Fault(
            ErrorCode.REQUEST_CONFLICT,
            "the session's call under this request id is not finished, and has another tool or"
                + " other arguments");
  }
}
