package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a submission does to a session that has unfinished tasks, inside its own transaction. */
final class BusySession {
  /**
   * How the way was made.
   *
   * @param owner the bus address of the pod that runs what is interrupted
   */
  record Way(List<NewEvent> events, @Nullable String owner, @Nullable String interrupted) {
    static final Way FREE = new Way(List.of(), null, null);
  }

  private BusySession() {}

  /**
   * Runs under the lock of the session's queue row.
   *
   * @param taskNo the new task
   * @param busy whether there are others
   */
  static Future<Way> makeWay(
      SqlConnection c, OnBusy onBusy, long sessionNo, long taskNo, boolean busy) {
    if (!busy) {
      return Future.succeededFuture(Way.FREE);
    }
    return switch (onBusy) {
      case ENQUEUE -> Future.succeededFuture(Way.FREE);
      case REJECT ->
          Future.failedFuture(new Fault(ErrorCode.SESSION_BUSY, ErrorCode.SESSION_BUSY.meaning()));
      case INTERRUPT -> interrupt(c, sessionNo, taskNo, false);
      case ROLLBACK -> interrupt(c, sessionNo, taskNo, true);
    };
  }

  private static Future<Way> interrupt(
      SqlConnection c, long sessionNo, long taskNo, boolean rollBack) {
    return c.preparedQuery(QueueSql.PLACE_FIRST)
        .execute(Tuple.of(taskNo, sessionNo))
        .compose(placed -> c.preparedQuery(QueueSql.LOOK_AGAIN).execute(Tuple.of(sessionNo)))
        .compose(placed -> c.preparedQuery(TaskSql.RUNNING_OF_SESSION).execute(Tuple.of(sessionNo)))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture(Way.FREE)
                : cancel(c, sessionNo, rows.iterator().next(), rollBack));
  }

  private static Future<Way> cancel(
      SqlConnection c, long sessionNo, Row running, boolean rollBack) {
    LostAttempt attempt = TaskRows.lost(running);
    Tuple task = Tuple.of(attempt.taskNo());
    Future<?> marked =
        rollBack ? c.preparedQuery(QueueSql.ROLL_BACK).execute(task) : Future.succeededFuture();
    List<NewEvent> events =
        attempt.cancelRequested()
            ? List.of()
            : List.of(
                TaskEventCodec.cancelRequested(
                    attempt.taskId(), attempt.number(), attempt.progress(), CancelCause.SUCCESSOR));
    return marked
        .compose(done -> c.preparedQuery(TaskSql.NOTE_CANCEL).execute(task))
        .compose(done -> c.preparedQuery(TaskSql.LOCK_QUEUE).execute(Tuple.of(sessionNo)))
        .map(queue ->
            new Way(events, queue.iterator().next().getString("address"), attempt.taskId()));
  }
}
