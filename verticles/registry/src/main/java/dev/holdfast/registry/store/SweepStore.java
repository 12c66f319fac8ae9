package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What becomes of sessions by time, in Postgres. */
public final class SweepStore {
  private static final int PORTION = 10_000;

  /** Which sessions have outlived what. */
  public enum Age {
    IDLE(SweepSql.LOCK_IDLE, "idle"),
    ABSOLUTE(SweepSql.LOCK_OLD, "alive");

    private final String sql;
    private final String word;

    Age(String sql, String word) {
      this.sql = sql;
      this.word = word;
    }
  }

  /**
   * What a round did.
   *
   * @param ended in this round
   * @param last the number of the last session that was looked at; 0 where there was none
   */
  public record Expired(List<EndedSession> ended, long last) {
    public Expired {
      ended = List.copyOf(ended);
    }
  }

  private final Postgres postgres;

  public SweepStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Notes that sessions are in use, where that was not noted for so many milliseconds. */
  public Future<Void> noteActivity(Collection<Long> sessions, long unlessWithinMs) {
    return query(SweepSql.NOTE_ACTIVITY, Tuple.of(sessions.toArray(Long[]::new), unlessWithinMs))
        .mapEmpty();
  }

  /**
   * Ends sessions that are over age, unless they are busy. While it is asked which are, their rows
   * are locked: no task can come in that the answer does not know.
   *
   * @param from the least number to look at
   * @param busy tells which of the sessions of these numbers are busy
   */
  public Future<Expired> expire(
      Age age, long seconds, long from, int limit, Function<List<Long>, Future<Set<Long>>> busy) {
    String reason = age.word + " for longer than " + seconds + " s";
    return postgres.inTransaction(c ->
        c.preparedQuery(age.sql)
            .execute(Tuple.of(seconds, from, limit))
            .map(SweepStore::sessions)
            .compose(found ->
                found.isEmpty()
                    ? Future.succeededFuture(new Expired(List.of(), 0))
                    : busy.apply(found.stream().map(SessionRef::number).toList())
                        .compose(working -> end(c, found, working, reason))));
  }

  /** Ended sessions become tombstones after a time. */
  public Future<Void> tombstone(long seconds, int limit) {
    return query(SweepSql.TOMBSTONE, Tuple.of(seconds, limit)).mapEmpty();
  }

  /** The numbers of tombstones older than a time, in order. */
  public Future<List<Long>> tombstones(long seconds, long from, int limit) {
    return query(SweepSql.TOMBSTONES, Tuple.of(seconds, from, limit))
        .map(rows -> {
          List<Long> numbers = new ArrayList<>(rows.size());
          rows.forEach(row -> numbers.add(row.getLong("session_no")));
          return numbers;
        });
  }

  /**
   * Deletes a tombstone of which tasks have nothing left; events and the keys of appends in bounded
   * portions.
   */
  public Future<Void> delete(long sessionNo) {
    return deleteAll(SweepSql.DELETE_EVENTS, sessionNo)
        .compose(done -> deleteAll(SweepSql.DELETE_APPEND_KEYS, sessionNo))
        .compose(done -> deleteRows(sessionNo));
  }

  private Future<Void> deleteAll(String sql, long sessionNo) {
    return query(sql, Tuple.of(sessionNo, PORTION))
        .compose(deleted ->
            deleted.rowCount() == PORTION ? deleteAll(sql, sessionNo) : Future.succeededFuture());
  }

  private Future<Void> deleteRows(long sessionNo) {
    List<String> steps =
        List.of(
            McpSql.DELETE,
            SweepSql.DELETE_BINDINGS,
            SweepSql.DELETE_SHARES,
            SweepSql.DELETE_PROJECT,
            SweepSql.DELETE_LOG,
            SweepSql.DELETE_SESSION);
    return postgres.inTransaction(c ->
        c.preparedQuery(SweepSql.LOCK_TOMBSTONE)
            .execute(Tuple.of(sessionNo))
            .compose(locked -> {
              Future<Void> last = Future.succeededFuture();
              for (String step : locked.size() == 1 ? steps : List.<String>of()) {
                last =
                    last.compose(
                        done -> c.preparedQuery(step).execute(Tuple.of(sessionNo)).mapEmpty());
              }
              return last;
            }));
  }

  private static Future<Expired> end(
      SqlConnection c, List<SessionRef> found, Set<Long> working, String reason) {
    List<EndedSession> ended = new ArrayList<>();
    List<SessionRef> over =
        found.stream().filter(session -> !working.contains(session.number())).toList();
    Future<Void> last = Future.succeededFuture();
    for (SessionRef session : over) {
      last =
          last.compose(done -> EndStore.endLocked(c, session, EndStatus.EXPIRED, reason))
              .map(each -> {
                ended.add(each);
                return null;
              });
    }
    // All at once: one after the other their owners would be locked in any order.
    return last.compose(done -> SessionCounts.remove(c, over))
        .map(done -> new Expired(ended, found.getLast().number()));
  }

  private static List<SessionRef> sessions(RowSet<Row> rows) {
    List<SessionRef> sessions = new ArrayList<>(rows.size());
    rows.forEach(row -> sessions.add(EndStore.session(row)));
    return sessions;
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }
}
