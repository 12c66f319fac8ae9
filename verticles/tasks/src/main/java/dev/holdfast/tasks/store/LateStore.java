package dev.holdfast.tasks.store;

import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.Ending;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queued tasks, of all owners, that waited for their first attempt for longer than they may. */
public final class LateStore {
  private static final Ending LATE =
      Ending.failed(
          TerminationReason.TIMEOUT_QUEUE, "it waited in its queue for longer than it may");

  private final Postgres postgres;

  public LateStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Ends some of them.
   *
   * @return what was written, for those that were still queued
   */
  public Future<List<Written>> expire(int limit) {
    return postgres
        .reads()
        .preparedQuery(InputSql.LATE)
        .execute(Tuple.of(limit))
        .recover(StoreFaults::translated)
        .compose(rows -> {
          List<Future<Optional<Written>>> ends = new ArrayList<>();
          for (Row row : rows) {
            ends.add(end(row.getLong("session_no"), row.getLong("task_no")));
          }
          return Future.join(ends)
              .map(done -> ends.stream().flatMap(end -> end.result().stream()).toList());
        });
  }

  private Future<Optional<Written>> end(long sessionNo, long taskNo) {
    return postgres.inTransaction(c ->
        c.preparedQuery(TaskSql.LOCK_QUEUE)
            .execute(Tuple.of(sessionNo))
            .compose(queue -> c.preparedQuery(TaskSql.LOCK_TASK).execute(Tuple.of(taskNo)))
            .compose(rows -> {
              TaskRecord task = TaskRows.task(rows.iterator().next());
              return task.status() == TaskStatus.QUEUED
                  ? Endings.endQueued(c, taskNo, task, LATE).map(Optional::of)
                  : Future.succeededFuture(Optional.empty());
            }));
  }
}
