package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskDependencies;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.tasks.task.DependencyLimits;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks that a submission waits for, as they were when it came. Only tasks that exist can be
 * named, and what a task waits for never changes but by getting less, so there is no way round in a
 * circle.
 *
 * @param open those that are not completed, in the order in which they were named
 * @param depth how long the longest chain of unfinished tasks is
 */
record NamedTasks(List<Named> open, int depth) {
  private static final NamedTasks NONE = new NamedTasks(List.of(), 0);

  /** One of them. */
  record Named(long taskNo, String taskId) {}

  /**
   * Looks them up inside the submission's transaction, without locking any: what ends meanwhile is
   * found by whoever looks for tasks that wait.
   *
   * @return fails with {@code unknown_task} where one is not this owner's, with {@code
   *     invalid_field} where they are too many or wait for too many
   */
  static Future<NamedTasks> find(SqlConnection c, SubmitTask task, DependencyLimits limits) {
    List<String> wanted = task.plan().dependencies().on();
    if (wanted.isEmpty()) {
      return Future.succeededFuture(NONE);
    }
    if (wanted.size() > limits.dependsOnMax()) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.INVALID_FIELD,
              "depends_on may name "
                  + limits.dependsOnMax()
                  + " tasks at most (tasks.depends_on_max)"));
    }
    Principal owner = task.session().owner();
    return c.preparedQuery(DependencySql.NAMED)
        .execute(
            Tuple.of(owner.tenant(), owner.name()).addArrayOfString(wanted.toArray(String[]::new)))
        .map(rows -> of(wanted, rows, limits));
  }

  /** Notes them with the new task, which waits for those that are open. */
  Future<Row> bind(SqlConnection c, SubmitTask task, Row row, int queueMs) {
    TaskDependencies wanted = task.plan().dependencies();
    if (wanted.on().isEmpty()) {
      return Future.succeededFuture(row);
    }
    long taskNo = row.getLong("task_no");
    String[] ids = open.stream().map(Named::taskId).toArray(String[]::new);
    return c.preparedQuery(DependencySql.DEPEND)
        .execute(
            Tuple.of(taskNo)
                .addArrayOfString(wanted.on().toArray(String[]::new))
                .addArrayOfString(ids.length == 0 ? null : ids)
                .addString(wanted.onFailure().wire())
                .addInteger(depth)
                .addInteger(queueMs))
        .compose(bound ->
            (ids.length == 0
                    ? Future.succeededFuture()
                    : wait(c, task.session().owner(), taskNo, ids))
                .map(bound.iterator().next()));
  }

  private Future<RowSet<Row>> wait(SqlConnection c, Principal owner, long taskNo, String[] ids) {
    return c.preparedQuery(DependencySql.WAIT)
        .execute(
            Tuple.of(taskNo)
                .addArrayOfLong(open.stream().map(Named::taskNo).toArray(Long[]::new))
                .addArrayOfString(ids)
                .addString(owner.tenant())
                .addString(owner.name()));
  }

  private static NamedTasks of(List<String> wanted, RowSet<Row> rows, DependencyLimits limits) {
    Map<String, Row> found = new HashMap<>();
    rows.forEach(row -> found.put(row.getString("task_id"), row));
    List<Named> open = new ArrayList<>();
    int depth = 0;
    for (String id : wanted) {
      Row row = found.get(id);
      if (row == null) {
        throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
      }
      TaskStatus status = TaskStatus.ofWire(row.getString("status"));
      if (status != TaskStatus.COMPLETED) {
        open.add(new Named(row.getLong("task_no"), id));
      }
      if (!status.terminal()) {
        depth = Math.max(depth, row.getInteger("dependency_depth") + 1);
      }
    }
    if (depth > limits.depthMax()) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "depends_on: at most "
              + limits.depthMax()
              + " unfinished tasks may wait for each other in one chain"
              + " (tasks.dependency_depth_max)");
    }
    return new NamedTasks(List.copyOf(open), depth);
  }
}
