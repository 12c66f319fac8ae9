package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Calls of tools by what their callers know of them. */
public final class CallStore {
  private final Postgres postgres;

  public CallStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The ids of the unfinished tasks that a request made. */
  public Future<List<String>> ofRequest(CancelCall wanted) {
    Principal owner = wanted.principal();
    return postgres
        .execute(
            owner, CallSql.BY_REQUEST, Tuple.of(owner.tenant(), owner.name(), wanted.request()))
        .map(rows -> {
          List<String> ids = new ArrayList<>();
          rows.forEach(row -> ids.add(row.getString("task_id")));
          return ids;
        });
  }

  /** The number of the event before the first thing that the task did, or will do. */
  public Future<Long> before(TaskRecord task) {
    Principal owner = task.session().owner();
    return postgres
        .execute(owner, CallSql.FIRST_EVENT, Tuple.of(owner.tenant(), owner.name(), task.taskId()))
        .map(rows -> {
          Long first = rows.size() == 0 ? null : rows.iterator().next().getLong("seq");
          return first == null ? SubmittedTask.UNKNOWN : first - 1;
        });
  }
}
