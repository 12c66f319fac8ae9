package dev.holdfast.tasks.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.Workplaces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Compares the counts of what runs with the attempts that are there, and lets sessions go on that
 * nobody let go on: a limit was raised or removed, or a count was wrong.
 */
public final class RoomStore {
  private static final int DUE_A_ROUND = 1_000;

  private final Postgres postgres;
  private final Rooms rooms;
  private final int everyMs;

  /**
   * @param everyMs milliseconds between two comparisons of one count, by all pods together
   */
  public RoomStore(Postgres postgres, RunningLimits limits, int everyMs) {
    this.postgres = postgres;
    this.rooms = new Rooms(limits, Workplaces.NONE);
    this.everyMs = everyMs;
  }

  /** One look; a count at which another pod is, is left to it. */
  public Future<Void> runOnce() {
    return postgres
        .reads()
        .preparedQuery(RoomSql.DUE)
        .execute(Tuple.of(everyMs))
        .recover(StoreFaults::translated)
        .compose(rows -> {
          Future<Void> all = Future.succeededFuture();
          for (Row row : rows) {
            all = all.compose(before -> check(row.getString("key")));
          }
          return all;
        });
  }

  /**
   * Lets blocked sessions go on of which a delay is over; they are blocked again where it must be.
   */
  public Future<Void> releaseDue() {
    return postgres
        .reads()
        .preparedQuery(RoomSql.RELEASE_DUE)
        .execute(Tuple.of(DUE_A_ROUND))
        .recover(StoreFaults::translated)
        .mapEmpty();
  }

  private Future<Void> check(String key) {
    return postgres.inTransaction(c ->
        c.preparedQuery(RoomSql.LOCK_DUE)
            .execute(Tuple.of(key, everyMs))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : recount(c, key, rows.iterator().next().getString("turn"))));
  }

  private Future<Void> recount(SqlConnection c, String key, String turn) {
    return c.preparedQuery(RoomSql.COUNT)
        .execute(Tuple.of(key))
        .compose(rows -> {
          int running = rows.iterator().next().getInteger("running");
          return c.preparedQuery(RoomSql.SET_COUNT)
              .execute(Tuple.of(key, running))
              .compose(set -> rooms.unblock(c, key, running, turn));
        });
  }
}
