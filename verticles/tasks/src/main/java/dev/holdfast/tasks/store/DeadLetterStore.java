package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Takes dead letters up again; their own end stays what it is. */
public final class DeadLetterStore {
  private final Postgres postgres;
  private final IntakeStore tasks;
  private final int queueDepthMax;

  /**
   * @param queueDepthMax unfinished tasks a session may have
   */
  public DeadLetterStore(Postgres postgres, IntakeStore tasks, int queueDepthMax) {
    this.postgres = postgres;
    this.tasks = tasks;
    this.queueDepthMax = queueDepthMax;
  }

  /**
   * The new task at the head of its session's queue. Empty where there is one already.
   *
   * @param queueMs milliseconds in which its first attempt must begin
   */
  public Future<Optional<Written>> requeue(RequeueTask wanted, String newId, int queueMs) {
    Principal principal = wanted.principal();
    return tasks
        .findRow(principal, wanted.taskId())
        .compose(dead -> {
          if (!dead.getBoolean("dead_letter")) {
            throw new Fault(ErrorCode.NOT_DEAD_LETTER, ErrorCode.NOT_DEAD_LETTER.meaning());
          }
          return postgres
              .inTransaction(principal, c -> insert(c, dead, newId, queueMs, wanted.claim()))
              .map(Optional::of)
              .recover(TakenUp::empty);
        });
  }

  /** The task that took it up. */
  public Future<TaskRecord> takenUp(Principal principal, String taskId) {
    return postgres
        .execute(
            principal,
            DeadLetterSql.TAKEN_UP,
            Tuple.of(principal.tenant(), principal.name(), taskId))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
          }
          return TaskRows.task(rows.iterator().next());
        });
  }

  private Future<Written> insert(
      SqlConnection c, Row dead, String newId, int queueMs, Claim claim) {
    TaskRecord was = TaskRows.task(dead);
    long sessionNo = was.session().number();
    return tasks
        .places()
        .take(c, was.session(), queueDepthMax, 0, was.plan().priority(), claim)
        .compose(taken ->
            c.preparedQuery(DeadLetterSql.INSERT)
                .execute(Tuple.of(dead.getLong("task_no"), newId, queueMs)))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.failedFuture(new TakenUp());
          }
          TaskRecord task = TaskRows.task(rows.iterator().next());
          return EventLog.append(c, sessionNo, List.of(TaskEventCodec.accepted(task)))
              .compose(events ->
                  c.preparedQuery(QueueSql.LOOK_AGAIN)
                      .execute(Tuple.of(sessionNo))
                      .map(done -> new Written(task, events, null)));
        });
  }

  /** Rolls the transaction back; never leaves this class. */
  private static final class TakenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static Future<Optional<Written>> empty(Throwable failure) {
      return failure instanceof TakenUp
          ? Future.succeededFuture(Optional.empty())
          : Future.failedFuture(failure);
    }
  }
}
