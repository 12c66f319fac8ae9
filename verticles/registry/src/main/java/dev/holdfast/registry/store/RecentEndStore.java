package dev.holdfast.registry.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What ended lately, by the database's clock. */
public final class RecentEndStore {
  private final Postgres postgres;
  private final int numbersMax;

  /**
   * @param numbersMax sessions, and bindings, that are told at once; the latest ones
   */
  public RecentEndStore(Postgres postgres, int numbersMax) {
    this.postgres = postgres;
    this.numbersMax = numbersMax;
  }

  /** Sessions that ended within so many milliseconds. */
  public Future<List<Long>> sessions(long withinMs) {
    return numbers(RecentEndSql.SESSIONS, withinMs);
  }

  /** Bindings that ended within so many milliseconds: with their session, or because they moved. */
  public Future<List<Long>> bindings(long withinMs) {
    return numbers(RecentEndSql.BINDINGS, withinMs);
  }

  private Future<List<Long>> numbers(String sql, long withinMs) {
    return postgres
        .reads()
        .preparedQuery(sql)
        .execute(Tuple.of(withinMs, numbersMax))
        .map(rows -> {
          List<Long> numbers = new ArrayList<>(rows.size());
          rows.forEach(row -> numbers.add(row.getLong("number")));
          return numbers;
        })
        .recover(StoreFaults::translated);
  }
}
