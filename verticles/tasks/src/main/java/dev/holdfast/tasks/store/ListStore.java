package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStats;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Which tasks a principal has, and how many. */
public final class ListStore {
  private final Postgres postgres;

  public ListStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<TaskPage> list(ListTasks wanted) {
    return rows(wanted).map(found -> page(found, wanted.limit()));
  }

  public Future<TaskStats> count(CountTasks wanted) {
    Principal owner = wanted.principal();
    return postgres
        .execute(owner, ListSql.COUNT, Tuple.of(owner.tenant(), owner.name(), wanted.sessionNo()))
        .map(ListStore::stats);
  }

  private Future<RowSet<Row>> rows(ListTasks wanted) {
    Principal owner = wanted.principal();
    TaskStatus status = wanted.status();
    Long before = wanted.before();
    Long sessionNo = wanted.sessionNo();
    long from = before == null ? Long.MAX_VALUE : before;
    int rows = wanted.limit() + 1;
    String parent = wanted.parentTaskId();
    if (parent != null) {
      return postgres.execute(
          owner,
          ListSql.LIST_CHILDREN,
          Tuple.of(owner.tenant(), owner.name(), from, rows, parent, sessionNo));
    }
    Tuple filtered = Tuple.of(owner.tenant(), owner.name(), from, rows, sessionNo);
    return switch (wanted.filter()) {
      case ACTIVE -> postgres.execute(owner, ListSql.LIST_ACTIVE, filtered);
      case DEAD_LETTERS -> postgres.execute(owner, ListSql.LIST_DEAD_LETTERS, filtered);
      case ALL -> {
        if (sessionNo != null) {
          String state = status == null ? null : status.wire();
          yield postgres.execute(
              owner,
              ListSql.LIST_OF_SESSION,
              Tuple.of(owner.tenant(), owner.name(), state, from, rows, sessionNo));
        }
        yield status == null
            ? postgres.execute(
                owner, ListSql.LIST, Tuple.of(owner.tenant(), owner.name(), from, rows))
            : postgres.execute(
                owner,
                ListSql.LIST_OF_STATUS,
                Tuple.of(owner.tenant(), owner.name(), status.wire(), from, rows));
      }
    };
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

  private static TaskStats stats(RowSet<Row> rows) {
    List<TaskStats.Count> counts = new ArrayList<>();
    long oldestQueuedMs = 0;
    long deadLetters = 0;
    for (Row row : rows) {
      TaskStatus status = TaskStatus.ofWire(row.getString("status"));
      counts.add(new TaskStats.Count(row.getString("agent"), status, row.getLong("tasks")));
      deadLetters += row.getLong("dead_letters");
      if (status == TaskStatus.QUEUED) {
        oldestQueuedMs = Math.max(oldestQueuedMs, row.getLong("oldest_ms"));
      }
    }
    return new TaskStats(counts, oldestQueuedMs, deadLetters);
  }
}
