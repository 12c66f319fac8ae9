package dev.holdfast.tasks.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.Lease;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives sessions to a pod by turns of their tenants. Where the last claim of this pod stopped is
 * remembered here alone; it makes turns fair and nothing rests on it. For one claim at a time.
 */
final class ClaimStore {
  /** Tenants that one statement looks at, at least. */
  private static final int TENANTS_MIN = 32;

  private final Postgres postgres;
  private volatile String turn = "";

  ClaimStore(Postgres postgres) {
    this.postgres = postgres;
  }

  Future<List<Lease>> claim(long podNo, int limit) {
    return claim(podNo, limit, !turn.isEmpty());
  }

  /**
   * @param around whether tenants before the turn are still to be looked at
   */
  private Future<List<Lease>> claim(long podNo, int limit, boolean around) {
    int tenants = Math.max(limit, TENANTS_MIN);
    return postgres
        .reads()
        .preparedQuery(ClaimSql.CLAIM)
        .execute(Tuple.of(podNo, limit, turn, tenants))
        .recover(StoreFaults::translated)
        .compose(rows -> {
          List<Lease> leases = leases(rows);
          boolean allSeen = advance(rows, leases.size() == limit, tenants);
          if (!leases.isEmpty() || (allSeen && !around)) {
            return Future.succeededFuture(leases);
          }
          return claim(podNo, limit, around && !allSeen);
        });
  }

  /** Sessions that wait for the key, the more urgent and the longest ready first. */
  Future<List<Lease>> claimBlocked(long podNo, String key, int limit) {
    return postgres
        .reads()
        .preparedQuery(ClaimSql.CLAIM_BLOCKED)
        .execute(Tuple.of(podNo, key, limit))
        .map(ClaimStore::leases)
        .recover(StoreFaults::translated);
  }

  /**
   * Lets those be claimed again that wait for workers of agents that no workers run any more, or
   * that workers run for others than before.
   *
   * @param kinds the first part of each key that is in use, and how many parts follow it, with a
   *     slash between them
   */
  Future<Void> unblockForgotten(List<String> kinds) {
    return postgres
        .reads()
        .preparedQuery(ClaimSql.UNBLOCK_FORGOTTEN)
        .execute(Tuple.tuple().addArrayOfString(kinds.toArray(String[]::new)))
        .recover(StoreFaults::translated)
        .mapEmpty();
  }

  /**
   * Puts the turn after the last tenant that was served, or looked at where there was room for
   * more.
   *
   * @return whether there is no tenant after it
   */
  private boolean advance(RowSet<Row> rows, boolean full, int tenants) {
    String seen = "";
    String served = "";
    int names = 0;
    for (Row row : rows) {
      String name = row.getString("name");
      if (!name.equals(seen)) {
        names++;
      }
      seen = name;
      if (row.getLong("session_no") != null) {
        served = name;
      }
    }
    boolean allSeen = names < tenants && (!full || served.equals(seen));
    if (allSeen) {
      turn = "";
    } else {
      turn = full ? served : seen;
    }
    return allSeen;
  }

  private static List<Lease> leases(RowSet<Row> rows) {
    List<Lease> leases = new ArrayList<>();
    for (Row row : rows) {
      Long session = row.getLong("session_no");
      if (session != null) {
        leases.add(new Lease(session, row.getLong("lease_token")));
      }
    }
    return leases;
  }
}
