package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CancelCause;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is whose part. */
public final class LineageStore {
  private final Postgres postgres;

  public LineageStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A parent that had not ended when it was looked at. */
  record Parent(long taskNo, TaskParent wanted, int depth) {}

  /** Tasks to be cancelled for their parents. */
  public Future<List<CancelTask>> leftBehind(int limit) {
    return postgres
        .reads()
        .preparedQuery(LineageSql.LEFT_BEHIND)
        .execute(Tuple.of(limit))
        .map(rows -> {
          List<CancelTask> tasks = new ArrayList<>();
          for (Row row : rows) {
            Principal owner = new Principal(row.getString("tenant"), row.getString("principal"));
            tasks.add(new CancelTask(owner, row.getString("task_id"), CancelCause.PARENT));
          }
          return tasks;
        })
        .recover(StoreFaults::translated);
  }

  /**
   * The parent that the submission names, if any, inside its transaction.
   *
   * @param depthMax ancestors that a task may have
   */
  static Future<Optional<Parent>> parent(SqlConnection c, SubmitTask task, int depthMax) {
    TaskParent wanted = task.plan().parent();
    if (wanted == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Principal owner = task.session().owner();
    return c.preparedQuery(LineageSql.PARENT)
        .execute(Tuple.of(owner.tenant(), owner.name(), wanted.taskId()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
          }
          Row row = rows.iterator().next();
          if (TaskStatus.ofWire(row.getString("status")).terminal()) {
            throw new Fault(ErrorCode.TASK_FINISHED, "the parent has already ended");
          }
          int depth = row.getInteger("lineage_depth") + 1;
          if (depth > depthMax) {
            throw new Fault(
                ErrorCode.INVALID_FIELD,
                "parent_task_id: a task may have " + depthMax + " ancestors at most");
          }
          return Optional.of(new Parent(row.getLong("task_no"), wanted, depth));
        });
  }

  /** Notes whose part a new task is. */
  static Future<Row> adopt(SqlConnection c, Row task, Optional<Parent> parent) {
    return parent
        .map(found ->
            c.preparedQuery(LineageSql.ADOPT)
                .execute(
                    Tuple.of(
                        task.getLong("task_no"),
                        found.taskNo(),
                        found.wanted().taskId(),
                        found.depth(),
                        found.wanted().onEnd().wire()))
                .map(rows -> rows.iterator().next()))
        .orElseGet(() -> Future.succeededFuture(task));
  }
}
