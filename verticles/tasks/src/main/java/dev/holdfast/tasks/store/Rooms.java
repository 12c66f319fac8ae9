package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.Workplaces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Counts what runs on all pods together, inside the transactions in which attempts begin and end.
 *
 * <p>A session that finds no room is given back with the key it waits for. Whoever gives room back
 * lets as many go on as there is room; tenants take turns. Because a session is blocked under the
 * lock of the key's row, no room that is given back meanwhile is missed.
 */
final class Rooms {
  /** What may have come of a look for room. */
  sealed interface Place {
    /** There is room; {@link #take} has to follow in this transaction. */
    record Free(Set<String> keys) implements Place {}

    /** The session was given back to wait for the key. */
    record Blocked(String key) implements Place {}

    /** Nothing of the session can begin. */
    record Nothing() implements Place {}
  }

  private static final int UNBLOCKED_MAX = 100;
  private static final Set<String> UNCOUNTED = Set.of();

  private final RunningLimits limits;
  private final Workplaces workplaces;

  Rooms(RunningLimits limits, Workplaces workplaces) {
    this.limits = limits;
    this.workplaces = workplaces;
  }

  /** Looks for room for what comes next, under the session's fence. */
  Future<Place> look(SqlConnection c, Lease lease) {
    if (limits.isNone() && !workplaces.areNeeded()) {
      return Future.succeededFuture(new Place.Free(UNCOUNTED));
    }
    return c.preparedQuery(RoomSql.NEXT)
        .execute(Tuple.of(lease.sessionNo()))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture(new Place.Nothing());
          }
          Row next = rows.iterator().next();
          if (Boolean.TRUE.equals(next.getBoolean("pauses"))) {
            return Future.succeededFuture(new Place.Nothing());
          }
          Principal owner = new Principal(next.getString("tenant"), next.getString("principal"));
          String agent = next.getString("agent");
          Optional<String> awaited = workplaces.keep(agent, owner, lease.token());
          return awaited.isPresent()
              ? without(c, lease, awaited.get(), limits.of(agent, owner))
              : within(c, lease, limits.of(agent, owner));
        });
  }

  /** A session that finds no place passes the room on of which it may have been told. */
  private Future<Place> without(
      SqlConnection c, Lease lease, String key, SortedMap<String, Integer> wanted) {
    Place blocked = new Place.Blocked(key);
    Future<Void> given = block(c, lease, key);
    return wanted.isEmpty()
        ? given.map(blocked)
        : given
            .compose(done -> locked(c, wanted.keySet()))
            .compose(rows -> passOn(c, rows, wanted))
            .map(blocked);
  }

  /** A session that finds one key full passes the room of the others, of which it was told, on. */
  private Future<Place> within(SqlConnection c, Lease lease, SortedMap<String, Integer> wanted) {
    if (wanted.isEmpty()) {
      return Future.succeededFuture(new Place.Free(UNCOUNTED));
    }
    return locked(c, wanted.keySet())
        .compose(rows -> {
          Optional<String> full = full(rows, wanted);
          return full.isEmpty()
              ? Future.succeededFuture(new Place.Free(Set.copyOf(wanted.keySet())))
              : block(c, lease, full.get())
                  .compose(blocked -> passOn(c, rows, wanted))
                  .map(new Place.Blocked(full.get()));
        });
  }

  private Future<Void> passOn(
      SqlConnection c, RowSet<Row> rows, SortedMap<String, Integer> wanted) {
    Future<Void> all = Future.succeededFuture();
    for (Row row : rows) {
      String key = row.getString("key");
      int running = row.getInteger("running");
      if (running < wanted.getOrDefault(key, 0)) {
        all = all.compose(before -> unblock(c, key, running, row.getString("turn")));
      }
    }
    return all;
  }

  /** Gives a session back that waits for something beside its turn. */
  static Future<Void> block(SqlConnection c, Lease lease, String key) {
    return LeaseFence.held(
        c, RoomSql.RELEASE_BLOCKED, Tuple.of(lease.sessionNo(), lease.token(), key));
  }

  /** Counts the attempt under keys that are locked. */
  Future<Void> take(SqlConnection c, Set<String> keys) {
    return keys.isEmpty()
        ? Future.succeededFuture()
        : c.preparedQuery(RoomSql.TAKE).execute(array(keys)).mapEmpty();
  }

  /** Takes an attempt that has ended out of the counts, and lets others go on. */
  Future<Void> giveBack(SqlConnection c, Set<String> keys) {
    if (keys.isEmpty()) {
      return Future.succeededFuture();
    }
    return locked(c, keys)
        .compose(rows ->
            c.preparedQuery(RoomSql.GIVE_BACK)
                .execute(array(keys))
                .compose(done -> {
                  Future<Void> all = Future.succeededFuture();
                  for (Row row : rows) {
                    int running = Math.max(row.getInteger("running") - 1, 0);
                    all =
                        all.compose(before ->
                            unblock(c, row.getString("key"), running, row.getString("turn")));
                  }
                  return all;
                }));
  }

  /** Lets as many go on as there is room for, those after {@code turn} first. */
  Future<Void> unblock(SqlConnection c, String key, int running, String turn) {
    int room = limits.max(key).orElse(running + UNBLOCKED_MAX) - running;
    if (room <= 0) {
      return Future.succeededFuture();
    }
    int most = Math.min(room, UNBLOCKED_MAX);
    return pass(c, key, turn, most)
        .compose(first ->
            first.size() == most || turn.isEmpty()
                ? noteTurn(c, key, first)
                : noteTurn(c, key, first)
                    .compose(noted -> pass(c, key, "", most - first.size()))
                    .compose(second -> noteTurn(c, key, second)));
  }

  private static Future<RowSet<Row>> pass(SqlConnection c, String key, String turn, int most) {
    return c.preparedQuery(ClaimSql.UNBLOCK).execute(Tuple.of(key, turn, most));
  }

  private static Future<Void> noteTurn(SqlConnection c, String key, RowSet<Row> unblocked) {
    Optional<String> last =
        unblocked.stream().map(row -> row.getString("of_tenant")).max(Comparator.naturalOrder());
    return last.isEmpty()
        ? Future.succeededFuture()
        : c.preparedQuery(RoomSql.NOTE_TURN).execute(Tuple.of(key, last.get())).mapEmpty();
  }

  private static Future<RowSet<Row>> locked(SqlConnection c, Collection<String> keys) {
    return c.preparedQuery(RoomSql.LOCK)
        .execute(array(keys))
        .compose(rows ->
            rows.size() == keys.size()
                ? Future.succeededFuture(rows)
                : c.preparedQuery(RoomSql.ADD)
                    .execute(array(keys))
                    .compose(added -> c.preparedQuery(RoomSql.LOCK).execute(array(keys))));
  }

  private static Optional<String> full(RowSet<Row> rows, SortedMap<String, Integer> wanted) {
    return rows.stream()
        .filter(row ->
            row.getInteger("running")
                >= wanted.getOrDefault(row.getString("key"), Integer.MAX_VALUE))
        .map(row -> row.getString("key"))
        .findFirst();
  }

  private static Tuple array(Collection<String> keys) {
    return Tuple.tuple().addArrayOfString(keys.toArray(String[]::new));
  }
}
