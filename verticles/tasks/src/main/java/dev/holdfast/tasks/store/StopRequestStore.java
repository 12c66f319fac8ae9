package dev.holdfast.tasks.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;

/** What the tasks that a pod runs were asked to do, of all owners. */
public final class StopRequestStore {
  private final Postgres postgres;

  public StopRequestStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The tasks this pod runs whose end was asked for. */
  public Future<Set<String>> cancelled(long podNo) {
    return tasks(TaskSql.CANCELS_OF_POD, podNo);
  }

  /** The tasks this pod runs that were paused. */
  public Future<Set<String>> paused(long podNo) {
    return tasks(TaskSql.PAUSES_OF_POD, podNo);
  }

  private Future<Set<String>> tasks(String sql, long podNo) {
    return postgres
        .reads()
        .preparedQuery(sql)
        .execute(Tuple.of(podNo))
        .map(rows -> {
          Set<String> tasks = new HashSet<>();
          rows.forEach(row -> tasks.add(row.getString("task_id")));
          return tasks;
        })
        .recover(StoreFaults::translated);
  }
}
