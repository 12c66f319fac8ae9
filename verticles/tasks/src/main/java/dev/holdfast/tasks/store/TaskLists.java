package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Pages of a principal's tasks, newest first, each by the index that serves it. */
final class TaskLists {
  private TaskLists() {}

  static Future<TaskPage> page(Postgres postgres, ListTasks wanted) {
    Principal owner = wanted.principal();
    TaskStatus status = wanted.status();
    Long before = wanted.before();
    Long sessionNo = wanted.sessionNo();
    long from = before == null ? Long.MAX_VALUE : before;
    int rows = wanted.limit() + 1;
    Future<RowSet<Row>> listed;
    if (sessionNo != null) {
      String state = status == null ? null : status.wire();
      listed =
          postgres.execute(
              owner,
              TaskSql.LIST_OF_SESSION,
              Tuple.of(owner.tenant(), owner.name(), state, from, rows, sessionNo));
    } else if (status != null) {
      listed =
          postgres.execute(
              owner,
              TaskSql.LIST_OF_STATUS,
              Tuple.of(owner.tenant(), owner.name(), status.wire(), from, rows));
    } else {
      listed =
          postgres.execute(owner, TaskSql.LIST, Tuple.of(owner.tenant(), owner.name(), from, rows));
    }
    return listed.map(found -> page(found, wanted.limit()));
  }

  private static TaskPage page(RowSet<Row> rows, int limit) {
    List<TaskRecord> tasks = new ArrayList<>();
    Long next = null;
    long last = 0;
    for (Row row : rows) {
      if (tasks.size() == limit) {
        next = last;
        break;
      }
      last = row.getLong("task_no");
      tasks.add(TaskRows.task(row));
    }
    return new TaskPage(tasks, next);
  }
}
