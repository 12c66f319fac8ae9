package dev.holdfast.registry.store;

import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Processes that answer from memory, by the database's clock. */
public final class BelieverStore {
  /** So much later than its time a process still counts, milliseconds. */
  private static final int GRACE_MS = 1_000;

  private final Postgres postgres;

  public BelieverStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * What a process learns by showing itself.
   *
   * @param distrusted how often somebody could not let it know of a change
   * @param others the addresses of those that may believe something, and for how many milliseconds
   *     from a look
   */
  public record Seen(long distrusted, Map<String, Integer> others) {
    public Seen {
      others = Map.copyOf(others);
    }
  }

  /**
   * Shows a process.
   *
   * @param beliefMs milliseconds for which it believes what it holds
   */
  public Future<Seen> look(String address, int beliefMs) {
    return postgres
        .reads()
        .preparedQuery(BelieverSql.LOOK)
        .execute(Tuple.of(address, beliefMs, GRACE_MS))
        .map(rows -> {
          long distrusted = 0;
          Map<String, Integer> others = new HashMap<>();
          for (Row row : rows) {
            distrusted = row.getLong("distrusted");
            String other = row.getString("address");
            if (other != null) {
              others.put(other, row.getInteger("belief_ms"));
            }
          }
          return new Seen(distrusted, others);
        })
        .recover(StoreFaults::translated);
  }

  /** Makes the next look of each of them forget what it holds. */
  public Future<Void> distrust(Collection<String> addresses) {
    return executed(BelieverSql.DISTRUST, Tuple.of(addresses.toArray(String[]::new)));
  }

  public Future<Void> leave(String address) {
    return executed(BelieverSql.LEAVE, Tuple.of(address));
  }

  /** Removes those that ended an hour ago without leaving. */
  public Future<Void> sweep() {
    return executed(BelieverSql.SWEEP, Tuple.tuple());
  }

  private Future<Void> executed(String sql, Tuple values) {
    return postgres
        .reads()
        .preparedQuery(sql)
        .execute(values)
        .<Void>mapEmpty()
        .recover(StoreFaults::translated);
  }
}
