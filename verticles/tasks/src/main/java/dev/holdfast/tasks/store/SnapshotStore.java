package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadSnapshot;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What sessions have under way, at one moment of their logs. */
public final class SnapshotStore {
  private static final int TASKS_MAX = QueueView.PLACES_MAX;

  private final Postgres postgres;

  public SnapshotStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * The snapshot.
   *
   * @throws Fault {@link ErrorCode#UNKNOWN_SESSION} where this owner has no such session
   */
  public Future<SessionSnapshot> read(ReadSnapshot wanted) {
    SessionRef session = wanted.session();
    return postgres
        .execute(
            session.owner(),
            SnapshotSql.READ,
            Tuple.of(
                session.number(), session.owner().tenant(), session.owner().name(), TASKS_MAX + 1))
        .map(SnapshotStore::snapshot);
  }

  private static SessionSnapshot snapshot(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
    }
    Row first = rows.iterator().next();
    List<TaskRecord> tasks = new ArrayList<>();
    for (Row row : rows) {
      if (row.getLong("task_no") != null && tasks.size() < TASKS_MAX) {
        tasks.add(TaskRows.task(row));
      }
    }
    return new SessionSnapshot(
        first.getLong("head"),
        first.getLong("floor"),
        first.getBoolean("queue_held"),
        tasks,
        rows.size() > TASKS_MAX);
  }
}
