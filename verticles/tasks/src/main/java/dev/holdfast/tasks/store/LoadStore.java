package dev.holdfast.tasks.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Counts the unfinished tasks of a principal and of a whole tenant, and those that wait. */
public final class LoadStore {
  private final Postgres postgres;

  public LoadStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** At most so many. */
  public Future<Integer> ofPrincipal(Principal principal, int max) {
    return count(LoadSql.OF_PRINCIPAL, Tuple.of(principal.tenant(), principal.name(), max));
  }

  /** At most so many. */
  public Future<Integer> ofTenant(String tenant, int max) {
    return count(LoadSql.OF_TENANT, Tuple.of(tenant, max));
  }

  /** At most so many of all that wait for their turn, whoever's. */
  public Future<Integer> waiting(int max) {
    return count(LoadSql.WAITING, Tuple.of(max));
  }

  private Future<Integer> count(String sql, Tuple values) {
    return postgres
        .reads()
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> rows.iterator().next().getInteger("unfinished"))
        .recover(StoreFaults::translated);
  }
}
