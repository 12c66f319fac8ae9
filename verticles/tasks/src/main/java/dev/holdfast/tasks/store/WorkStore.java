package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.DescribeWork;
import dev.holdfast.shared.message.SessionWork;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** What sessions have to do, and how their last failure was; told by the rows of their tasks. */
public final class WorkStore {
  private final Postgres postgres;

  public WorkStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Nothing to do where this owner has no such session. */
  public Future<SessionWork> describe(DescribeWork wanted) {
    SessionRef session = wanted.session();
    return postgres
        .execute(
            session.owner(),
            WorkSql.DESCRIBE,
            Tuple.of(session.number(), session.owner().tenant(), session.owner().name()))
        .map(rows -> work(rows.iterator().next()));
  }

  private static SessionWork work(Row row) {
    String summary = row.getString("summary");
    return new SessionWork(
        row.getLong("queued"),
        row.getString("running_task"),
        failure(row),
        summary == null ? null : SummaryEventCodec.decode(summary));
  }

  private static SessionWork.@Nullable Failure failure(Row row) {
    String task = row.getString("failed_task");
    return task == null
        ? null
        : new SessionWork.Failure(
            task,
            row.getString("termination_reason"),
            row.getString("error"),
            row.getString("failed_at"));
  }
}
