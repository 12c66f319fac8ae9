package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Which sessions, of all owners, are to be rolled. */
public final class RollStore {
  private final Postgres postgres;

  public RollStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Some of those that wait for nothing any more, each with its summary, if there is one. */
  public Future<List<RollSession>> due(int limit) {
    return query(RollSql.DUE, Tuple.of(limit))
        .map(rows -> {
          List<RollSession> due = new ArrayList<>(rows.size());
          for (Row row : rows) {
            String summary = row.getString("summary");
            due.add(
                new RollSession(
                    new SessionRef(
                        row.getLong("session_no"),
                        new Principal(row.getString("tenant"), row.getString("principal")),
                        row.getString("session_id")),
                    summary == null ? null : SummaryEventCodec.decode(summary)));
          }
          return due;
        });
  }

  /** Notes that it was rolled; again is no harm. */
  public Future<Void> done(SessionRef session) {
    return query(RollSql.DONE, Tuple.of(session.number())).mapEmpty();
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }
}
