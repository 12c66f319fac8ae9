package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts counts of open sessions right. They are wrong where somebody made or ended sessions who does
 * not count, such as a pod of an older version.
 */
public final class RecountStore {
  /** Before all principals. */
  public static final Principal FIRST = new Principal("", "");

  private final Postgres postgres;

  public RecountStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Looks at some principals and counts those anew whose count is wrong, each in a transaction of
   * its own.
   *
   * @param after the last principal of the batch before
   * @param limit principals at most
   * @return the last one that was looked at; empty where there is none left
   */
  public Future<Optional<Principal>> recount(Principal after, int limit) {
    return postgres
        .reads()
        .preparedQuery(SessionCountSql.LOOK)
        .execute(Tuple.of(after.tenant(), after.name(), limit))
        .recover(StoreFaults::translated)
        .compose(rows -> {
          List<Principal> looked = new ArrayList<>();
          Future<Void> last = Future.succeededFuture();
          for (Row row : rows) {
            Principal owner = new Principal(row.getString("tenant"), row.getString("principal"));
            looked.add(owner);
            if (row.getBoolean("wrong")) {
              last = last.compose(done -> recount(owner));
            }
          }
          return last.map(
              done -> looked.isEmpty() ? Optional.empty() : Optional.of(looked.getLast()));
        });
  }

  private Future<Void> recount(Principal owner) {
    Tuple key = Tuple.of(owner.tenant(), owner.name());
    return postgres.inTransaction(c ->
        c.preparedQuery(SessionCountSql.LOCK)
            .execute(key)
            .compose(locked -> c.preparedQuery(SessionCountSql.RECOUNT).execute(key))
            .mapEmpty());
  }
}
