package dev.holdfast.shared.store;

import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Connections behind the wall: Postgres itself hides from them what is not the principal's.
 *
 * <p>They are born in a role that is subject to row-level security and never leave it, so one on
 * which nobody is named sees nothing. Whom a transaction is for ends with the transaction; what the
 * next borrower finds is a connection on which nobody is named.
 */
final class WalledPool {
  private final Pool pool;

  WalledPool(Pool pool) {
    this.pool = pool;
  }

  /**
   * One statement in a transaction of its own. All four steps are sent at once, so that it takes
   * one way there and back: where a step fails Postgres refuses those after it, and the first
   * failure is the answer.
   */
  Future<RowSet<Row>> execute(Principal principal, String sql, Tuple values) {
    return pool.getConnection()
        .compose(c -> {
          Future<?> begun = c.query(WallSql.BEGIN).execute();
          Future<?> named = name(c, principal);
          Future<RowSet<Row>> rows = c.preparedQuery(sql).execute(values);
          Future<?> committed = c.query(WallSql.COMMIT).execute();
          return Future.join(begun, named, rows, committed)
              .transform(all ->
                  begun
                      .compose(done -> named)
                      .compose(done -> rows)
                      .compose(found -> committed.map(found)))
              .eventually(c::close);
        });
  }

  /** The naming goes together with the beginning; the work starts when both are done. */
  <T> Future<T> inTransaction(Principal principal, Function<SqlConnection, Future<T>> work) {
    return pool.getConnection()
        .compose(c -> {
          Future<?> begun = c.query(WallSql.BEGIN).execute();
          Future<?> named = name(c, principal);
          return Future.join(begun, named)
              .compose(both -> work.apply(c))
              .transform(done ->
                  done.succeeded()
                      ? c.query(WallSql.COMMIT).execute().map(done.result())
                      : c.query(WallSql.ROLLBACK)
                          .execute()
                          .transform(over -> Future.<T>failedFuture(done.cause())))
              .eventually(c::close);
        });
  }

  Future<Void> close() {
    return pool.close();
  }

  private static Future<RowSet<Row>> name(SqlConnection c, Principal principal) {
    return c.preparedQuery(WallSql.NAME).execute(Tuple.of(principal.tenant(), principal.name()));
  }
}
