package dev.holdfast.tasks.store;

import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Lease;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * What every write of an execution begins with: the session's queue row, locked while the lease
 * token holds.
 */
final class LeaseFence {
  private LeaseFence() {}

  /** Locks the row; fails with {@link LeaseLost}. */
  static Future<Void> fence(SqlConnection c, Lease lease) {
    return held(c, TaskSql.FENCE, Tuple.of(lease.sessionNo(), lease.token()));
  }

  /** Gives the session back; fails with {@link LeaseLost}. */
  static Future<Void> release(SqlConnection c, Lease lease, int finished) {
    return held(c, TaskSql.RELEASE, Tuple.of(lease.sessionNo(), lease.token(), finished));
  }

  /** Runs a statement that finds its row only while the token holds. */
  static Future<Void> held(SqlConnection c, String sql, Tuple values) {
    return c.preparedQuery(sql)
        .execute(values)
        .map(rows -> {
          if (rows.size() == 0) {
            throw new LeaseLost();
          }
          return null;
        });
  }

  static Lease lease(Attempt attempt) {
    return new Lease(attempt.session().number(), attempt.leaseToken());
  }
}
