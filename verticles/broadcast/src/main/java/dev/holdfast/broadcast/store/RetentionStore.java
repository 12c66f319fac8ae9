package dev.holdfast.broadcast.store;

import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Histories that are too long or too old, in Postgres. */
public final class RetentionStore {
  private static final String[] KEPT =
      Arrays.stream(EventType.values())
          .filter(EventType::outlives)
          .map(EventType::wire)
          .toArray(String[]::new);

  /**
   * What was looked at.
   *
   * @param due the numbers of the sessions that are over a limit, in order
   * @param last the number of the last session that was looked at
   * @param count how many were looked at
   */
  public record Look(List<Long> due, long last, int count) {
    public Look {
      due = List.copyOf(due);
    }
  }

  /**
   * What was trimmed.
   *
   * @param moved by how much the floor rose
   * @param deleted how many events are gone; the others of them outlive it
   */
  public record Trimmed(long moved, long deleted) {}

  private final Postgres postgres;

  public RetentionStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The next sessions after a number, in the order of their numbers. */
  public Future<Look> look(long after, int limit, Retained retained) {
    return query(RetentionSql.LOOK, Tuple.of(after, limit, retained.events(), retained.seconds()))
        .map(rows -> {
          List<Long> due = new ArrayList<>();
          long last = after;
          for (Row row : rows) {
            last = row.getLong("session_no");
            if (Boolean.TRUE.equals(row.getBoolean("due"))) {
              due.add(last);
            }
          }
          return new Look(due, last, rows.size());
        });
  }

  /** Trims a portion of a session's oldest events; nothing where it is locked. */
  public Future<Trimmed> trim(long sessionNo, int batch, Retained retained) {
    return query(
            RetentionSql.TRIM,
            Tuple.of(sessionNo, batch, retained.events(), retained.seconds(), KEPT))
        .map(rows -> {
          if (rows.size() == 0) {
            return new Trimmed(0, 0);
          }
          Row row = rows.iterator().next();
          return new Trimmed(row.getLong("moved"), row.getLong("deleted"));
        });
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }
}
