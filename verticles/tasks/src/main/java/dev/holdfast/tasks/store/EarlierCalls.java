package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.Optional;

/**
 * What a call of a tool meets in its own session: the calls that are not finished and, where marks
 * are used again, those that ended a short time ago.
 */
final class EarlierCalls {
  private final int againMs;

  /**
   * @param againMs milliseconds after its end in which a call may come again under a mark that
   *     callers use for others, too
   */
  EarlierCalls(int againMs) {
    this.againMs = againMs;
  }

  /** The call is there already; rolls the transaction back and never leaves the store. */
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

  /** The key of a call stands for a task already; rolls back and never leaves the store. */
  static final class KeyTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyTaken() {
      super("key taken", null, false, false);
    }
  }

  /**
   * The call that this one is already, if any; its key stands for that call from then on. Calls of
   * one session that have keys meet under the lock of its queue, so that none is lost.
   *
   * @return fails with {@link KeyTaken} where the key stands for a task, with {@code
   *     request_conflict} where another call has a mark that only one may have
   */
  Future<Optional<TaskRecord>> join(SqlConnection c, SubmitTask task) {
    Idempotency key = task.idempotency();
    if (task.call() == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return key == null
        ? meet(c, task)
        : lock(c, task)
            .compose(locked -> requireFree(c, task.session().owner(), key))
            .compose(free -> meet(c, task))
            .compose(met ->
                met.isEmpty()
                    ? Future.succeededFuture(met)
                    : noteKey(c, task.session().owner(), key, met.get()).map(met));
  }

  /**
   * Goes on where nothing like it is there; decides only under the lock of the session's queue.
   * Fails with {@link Joined} where the same call is, with {@code request_conflict} where another
   * has a mark that only one may have.
   */
  Future<Void> requireNone(SqlConnection c, SubmitTask task) {
    return meet(c, task)
        .compose(met ->
            met.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new Joined(met.get())));
  }

  private static Future<Void> lock(SqlConnection c, SubmitTask task) {
    Principal owner = task.session().owner();
    return c.preparedQuery(CallSql.LOCK)
        .execute(Tuple.of(task.session().number(), owner.tenant(), owner.name()))
        .mapEmpty();
  }

  private static Future<Void> noteKey(
      SqlConnection c, Principal owner, Idempotency key, TaskRecord task) {
    return c.preparedQuery(CallSql.NOTE_KEY)
        .execute(
            Tuple.of(task.taskId(), key.key(), key.fingerprint(), owner.tenant(), owner.name()))
        .mapEmpty();
  }

  private static Future<Void> requireFree(SqlConnection c, Principal owner, Idempotency key) {
    return c.preparedQuery(TaskSql.FIND_IDEMPOTENT)
        .execute(Tuple.of(owner.tenant(), owner.name(), key.key()))
        .compose(rows ->
            rows.size() == 0 ? Future.succeededFuture() : Future.failedFuture(new KeyTaken()));
  }

  private Future<Optional<TaskRecord>> meet(SqlConnection c, SubmitTask task) {
    CallMark call = task.call();
    if (call == null || (call.request() == null && !call.coalesce())) {
      return Future.succeededFuture(Optional.empty());
    }
    return call.reused() ? same(c, task, call) : unfinished(c, task, call);
  }

  private Future<Optional<TaskRecord>> same(SqlConnection c, SubmitTask task, CallMark call) {
    Principal owner = task.session().owner();
    return c.preparedQuery(CallSql.SAME_CALL)
        .execute(
            Tuple.of(
                task.session().number(),
                call.request(),
                call.fingerprint(),
                owner.tenant(),
                owner.name(),
                (long) againMs))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(TaskRows.task(rows.iterator().next())));
  }

  private static Future<Optional<TaskRecord>> unfinished(
      SqlConnection c, SubmitTask task, CallMark call) {
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
                ? Future.succeededFuture(Optional.empty())
                : meeting(rows.iterator().next(), call));
  }

  private static Future<Optional<TaskRecord>> meeting(Row row, CallMark call) {
    return Objects.equals(row.getString("call_fingerprint"), call.fingerprint())
        ? Future.succeededFuture(Optional.of(TaskRows.task(row)))
        : Future.failedFuture(
            new Fault(
                ErrorCode.REQUEST_CONFLICT,
                "the session's call under this request id is not finished, and has another tool or"
                    + " other arguments"));
  }
}
