package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Counts open sessions in the transactions that make and end them, and refuses those beyond a
 * limit. Counting is the last thing such a transaction does, so that of one principal only the
 * commits follow each other and nobody waits for whoever waits for something else.
 */
final class SessionCounts {
  private final SessionLimits limits;

  SessionCounts(SessionLimits limits) {
    this.limits = limits;
  }

  /** Counts sessions that this transaction made, whatever the limits are. */
  static Future<Void> add(SqlConnection c, Collection<SessionRef> made) {
    return added(c, made).mapEmpty();
  }

  /** Sessions that this transaction ended count no more. */
  static Future<Void> remove(SqlConnection c, Collection<SessionRef> over) {
    return over.isEmpty()
        ? Future.succeededFuture()
        : c.preparedQuery(SessionCountSql.REMOVE).execute(owners(over)).mapEmpty();
  }

  /**
   * Counts sessions that this transaction made.
   *
   * @return fails with {@link ErrorCode#TOO_MANY_SESSIONS} where one of them is beyond a limit
   */
  Future<Void> admit(SqlConnection c, Collection<SessionRef> made) {
    return made.isEmpty()
        ? Future.succeededFuture()
        : added(c, made)
            .compose(open ->
                require(open, "principal", limits.perPrincipalMax(), limits.perPrincipalMax()))
            .compose(
                may -> limits.perTenantMax() == 0 ? Future.succeededFuture() : ofTenants(c, made));
  }

  /**
   * Whether the principal may make another session, as it looks now; {@link #admit} says it
   * exactly.
   *
   * @return fails with {@link ErrorCode#TOO_MANY_SESSIONS}
   */
  Future<Void> room(SqlConnection c, Principal owner) {
    int max = limits.perPrincipalMax();
    return max == 0
        ? Future.succeededFuture()
        : c.preparedQuery(SessionCountSql.OF_PRINCIPAL)
            .execute(Tuple.of(owner.tenant(), owner.name()))
            .compose(open -> require(open, "principal", max - 1, max));
  }

  private Future<Void> ofTenants(SqlConnection c, Collection<SessionRef> made) {
    Tuple tenants =
        Tuple.tuple()
            .addArrayOfString(
                made.stream().map(each -> each.owner().tenant()).toArray(String[]::new));
    return c.preparedQuery(SessionCountSql.LOCK_TENANTS)
        .execute(tenants)
        .compose(locked -> c.preparedQuery(SessionCountSql.OF_TENANTS).execute(tenants))
        .compose(open -> require(open, "tenant", limits.perTenantMax(), limits.perTenantMax()));
  }

  /**
   * @param most that may be open now
   * @param max the limit, 0 for none
   */
  private static Future<Void> require(RowSet<Row> open, String whose, int most, int max) {
    for (Row row : open) {
      if (max > 0 && row.getLong("open") > most) {
        return Future.failedFuture(
            new Fault(
                ErrorCode.TOO_MANY_SESSIONS,
                "the "
                    + whose
                    + " has "
                    + max
                    + " open sessions, the most it may have (registry.sessions_per_"
                    + whose
                    + "_max); end some, or go on with one of them"));
      }
    }
    return Future.succeededFuture();
  }

  private static Future<RowSet<Row>> added(SqlConnection c, Collection<SessionRef> made) {
    return c.preparedQuery(SessionCountSql.ADD).execute(owners(made));
  }

  private static Tuple owners(Collection<SessionRef> sessions) {
    List<String> tenants = new ArrayList<>(sessions.size());
    List<String> principals = new ArrayList<>(sessions.size());
    for (SessionRef session : sessions) {
      tenants.add(session.owner().tenant());
      principals.add(session.owner().name());
    }
    return Tuple.tuple()
        .addArrayOfString(tenants.toArray(String[]::new))
        .addArrayOfString(principals.toArray(String[]::new));
  }
}
