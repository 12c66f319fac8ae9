package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.TaskTrace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends that nobody who executes brings about, inside the transaction of whoever wants them: a
 * queued task is over at once, of a running one the request is recorded.
 */
final class Endings {
  private Endings() {}

  /** Under the lock of the queue and the task, which it takes. */
  static Future<Written> cancel(SqlConnection c, long sessionNo, long taskNo, CancelCause cause) {
    return one(c, TaskSql.LOCK_QUEUE, Tuple.of(sessionNo))
        .compose(queue ->
            one(c, TaskSql.LOCK_TASK, Tuple.of(taskNo))
                .compose(row -> {
                  TaskRecord task = TaskRows.task(row);
                  String owner = queue.getString("address");
                  return switch (task.status()) {
                    case QUEUED -> cancelQueued(c, taskNo, task);
                    case RUNNING, WAITING_INPUT -> requestCancel(c, taskNo, task, owner, cause);
                    case COMPLETED, FAILED, CANCELLED ->
                        Future.failedFuture(
                            new Fault(
                                ErrorCode.TASK_FINISHED,
                                "the task is already " + task.status().wire()));
                  };
                }));
  }

  private static Future<Written> cancelQueued(SqlConnection c, long taskNo, TaskRecord task) {
    return one(c, TaskSql.NOTE_CANCEL, Tuple.of(taskNo))
        .compose(noted -> endQueued(c, taskNo, task, Ending.cancelled()));
  }

  static Future<Written> endQueued(SqlConnection c, long taskNo, TaskRecord task, Ending ending) {
    NewEvent event =
        TaskEventCodec.ended(
            task.taskId(),
            task.attempt(),
            task.progress(),
            ending,
            new TaskTrace(task.account().correlationId(), task.account().timings()));
    return endQueued(c, taskNo, task, ending, event);
  }

  /**
   * The same with an event that tells more of it.
   *
   * @param event its last one
   */
  static Future<Written> endQueued(
      SqlConnection c, long taskNo, TaskRecord task, Ending ending, NewEvent event) {
    long sessionNo = task.session().number();
    return EventLog.append(c, sessionNo, List.of(event))
        .compose(events ->
            one(
                    c,
                    TaskSql.FINISH,
                    AttemptEnds.finish(taskNo, ending, task.progress(), events.getLast().seq())
                        .addLong(0L)
                        .addLong(0L)
                        .addBoolean(false))
                .compose(row ->
                    c.preparedQuery(TaskSql.DEQUEUE)
                        .execute(Tuple.of(sessionNo))
                        .map(done -> new Written(TaskRows.task(row), events, null))));
  }

  private static Future<Written> requestCancel(
      SqlConnection c, long taskNo, TaskRecord task, @Nullable String owner, CancelCause cause) {
    if (task.cancelRequestedAt() != null) {
      return Future.succeededFuture(new Written(task, List.of(), owner));
    }
    NewEvent event =
        TaskEventCodec.cancelRequested(task.taskId(), task.attempt(), task.progress(), cause);
    return EventLog.append(c, task.session().number(), List.of(event))
        .compose(events ->
            one(c, TaskSql.NOTE_CANCEL, Tuple.of(taskNo))
                .map(row -> new Written(TaskRows.task(row), events, owner)));
  }

  private static Future<Row> one(SqlConnection c, String sql, Tuple values) {
    return c.preparedQuery(sql)
        .execute(values)
        .map(rows -> {
          if (rows.size() != 1) {
            throw new IllegalStateException("expected one row, got " + rows.size() + ": " + sql);
          }
          return rows.iterator().next();
        });
  }
}
