package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.OnDependencyFailure;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.TaskTrace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for tasks that wait for others which have ended, and settles what becomes of each: one
 * transaction a task, under the lock of its own session's queue.
 */
public final class DependencyStore {
  /** A task that is to be settled. */
  public record Due(long sessionNo, long taskNo) {}

  /**
   * A task it waited for that was not completed.
   *
   * @param status null where it was deleted before anybody looked
   */
  private record Broken(String taskId, @Nullable String status) {
    String told() {
      return "the task "
          + taskId
          + ", for which it waited, "
          + (status == null ? "was deleted" : "is " + status);
    }
  }

  private final Postgres postgres;

  public DependencyStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Whether any task of anybody waits for others. */
  public Future<Boolean> anyWaits() {
    return query(DependencySql.ANY, Tuple.tuple())
        .map(rows -> rows.iterator().next().getBoolean("waiting"));
  }

  /** Tasks to be settled, whatever they waited for. */
  public Future<List<Due>> due(int limit) {
    return query(DependencySql.DUE, Tuple.of(limit)).map(DependencyStore::due);
  }

  /** The same of those that wait for one of these tasks. */
  public Future<List<Due>> dueAfter(Collection<String> ended, int limit) {
    return query(
            DependencySql.DUE_AFTER,
            Tuple.tuple().addArrayOfString(ended.toArray(String[]::new)).addInteger(limit))
        .map(DependencyStore::due);
  }

  /**
   * Notes what of a task's dependencies is over: it goes on waiting, may begin, or ends.
   *
   * @return empty where somebody else was first
   */
  public Future<Optional<Written>> settle(Due due) {
    return postgres.inTransaction(c ->
        c.preparedQuery(TaskSql.LOCK_QUEUE)
            .execute(Tuple.of(due.sessionNo()))
            .compose(queue -> c.preparedQuery(TaskSql.LOCK_TASK).execute(Tuple.of(due.taskNo())))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : settleLocked(c, due.taskNo(), TaskRows.task(rows.iterator().next()))));
  }

  private static Future<Optional<Written>> settleLocked(
      SqlConnection c, long taskNo, TaskRecord task) {
    if (task.status() != TaskStatus.QUEUED) {
      return forget(c, taskNo).map(Optional.empty());
    }
    return c.preparedQuery(DependencySql.OVER)
        .execute(Tuple.of(taskNo))
        .compose(over -> {
          if (over.size() == 0) {
            return Future.succeededFuture(Optional.empty());
          }
          Optional<Broken> broken =
              task.plan().dependencies().onFailure() == OnDependencyFailure.RUN
                  ? Optional.empty()
                  : broken(over);
          return broken
              .map(because -> end(c, taskNo, task, because))
              .orElseGet(() -> goOn(c, taskNo))
              .map(Optional::of);
        });
  }

  private static Optional<Broken> broken(RowSet<Row> over) {
    return over.stream()
        .filter(row -> !TaskStatus.COMPLETED.wire().equals(row.getString("status")))
        .map(row -> new Broken(row.getString("on_id"), row.getString("status")))
        .findFirst();
  }

  private static Future<Written> end(
      SqlConnection c, long taskNo, TaskRecord task, Broken because) {
    Ending ending = Ending.failed(TerminationReason.DEPENDENCY_FAILED, because.told());
    NewEvent event =
        TaskEventCodec.dependencyFailed(
            task,
            because.taskId(),
            ending,
            new TaskTrace(task.account().correlationId(), task.account().timings()));
    return forget(c, taskNo).compose(done -> Endings.endQueued(c, taskNo, task, ending, event));
  }

  private static Future<Written> goOn(SqlConnection c, long taskNo) {
    return c.preparedQuery(DependencySql.LEFT)
        .execute(Tuple.of(taskNo))
        .compose(rows -> {
          TaskRecord task = TaskRows.task(rows.iterator().next());
          long sessionNo = task.session().number();
          boolean ready = task.plan().dependencies().waitingFor().isEmpty();
          NewEvent event = ready ? TaskEventCodec.ready(task) : TaskEventCodec.waiting(task);
          Future<?> looked =
              ready
                  ? c.preparedQuery(QueueSql.LOOK_AGAIN).execute(Tuple.of(sessionNo))
                  : Future.succeededFuture();
          return looked
              .compose(done -> EventLog.append(c, sessionNo, List.of(event)))
              .map(events -> new Written(task, events, null));
        });
  }

  private static Future<Void> forget(SqlConnection c, long taskNo) {
    return c.preparedQuery(DependencySql.FORGET).execute(Tuple.of(taskNo)).mapEmpty();
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }

  private static List<Due> due(RowSet<Row> rows) {
    List<Due> due = new ArrayList<>(rows.size());
    rows.forEach(row -> due.add(new Due(row.getLong("session_no"), row.getLong("task_no"))));
    return due;
  }
}
