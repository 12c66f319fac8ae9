package dev.holdfast.tasks.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is left to do for sessions that have ended. */
public final class EndedStore {
  private static final int PURGE_MAX = 1_000;

  private final Postgres postgres;

  public EndedStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Fails with {@code session_ended} or {@code unknown_session} where the session is not live. */
  static Future<Void> requireLive(SqlClient client, SessionRef session) {
    return requireTaking(client, session, false);
  }

  /**
   * The same, and with {@code session_rolled} where another goes on for it and that counts.
   *
   * @param refusesRolled whether it counts
   */
  static Future<Void> requireTaking(SqlClient client, SessionRef session, boolean refusesRolled) {
    return client
        .preparedQuery(EndedSql.LIFE)
        .execute(key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
          }
          if (rows.iterator().next().getBoolean("ended")) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          String next = rows.iterator().next().getString("continued_by_id");
          if (refusesRolled && next != null) {
            throw new Fault(
                ErrorCode.SESSION_ROLLED,
                "session " + next + " goes on for this one; submit there");
          }
          return null;
        });
  }

  /** Whether this owner has such a session and it has ended. */
  public Future<Boolean> ended(SessionRef session) {
    return postgres
        .execute(session.owner(), EndedSql.LIFE, key(session))
        .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("ended"));
  }

  /** The tasks whose end is still to be asked for, newest first. */
  public Future<List<String>> toCancel(SessionRef session) {
    return postgres
        .execute(session.owner(), EndedSql.TO_CANCEL, key(session))
        .map(rows -> {
          List<String> tasks = new ArrayList<>(rows.size());
          rows.forEach(row -> tasks.add(row.getString("task_id")));
          return tasks;
        });
  }

  /** Ended sessions that have such tasks. */
  public Future<List<SessionRef>> leftOver(int limit) {
    return query(EndedSql.LEFT_OVER, Tuple.of(limit))
        .map(rows -> {
          List<SessionRef> sessions = new ArrayList<>(rows.size());
          for (Row row : rows) {
            sessions.add(
                new SessionRef(
                    row.getLong("session_no"),
                    new Principal(row.getString("tenant"), row.getString("principal")),
                    row.getString("session_id")));
          }
          return sessions;
        });
  }

  /** Those that have unfinished tasks, or one that finished within so many seconds. */
  public Future<Set<Long>> busy(List<Long> sessions, long withinS) {
    return query(EndedSql.BUSY, Tuple.of(sessions.toArray(Long[]::new), withinS))
        .map(EndedStore::numbers);
  }

  /**
   * Deletes the finished tasks of tombstoned sessions, a bounded number at a time.
   *
   * @return those of which nothing is left
   */
  public Future<Set<Long>> purge(List<Long> sessions) {
    Long[] numbers = sessions.toArray(Long[]::new);
    return query(EndedSql.PURGE_TASKS, Tuple.of(numbers, PURGE_MAX))
        .compose(deleted -> query(EndedSql.PURGE_QUEUES, Tuple.tuple().addValue(numbers)))
        .compose(deleted -> query(EndedSql.PURGED, Tuple.tuple().addValue(numbers)))
        .map(EndedStore::numbers);
  }

  private static Set<Long> numbers(RowSet<Row> rows) {
    Set<Long> numbers = new HashSet<>();
    rows.forEach(row -> numbers.add(row.getLong("session_no")));
    return numbers;
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }
}
