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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts open sessions in the transactions that make and end them, and refuses those beyond a
 * limit. Whoever makes sessions of one principal commits one after the other.
 */
final class SessionCounts {
  private final SessionLimits limits;

  SessionCounts(SessionLimits limits) {
    this.limits = limits;
  }

  /** Counts sessions that this transaction made, whatever the limits are. */
  static Future<Void> add(SqlConnection c, List<SessionRef> made) {
    return added(c, made).mapEmpty();
  }

  /** Sessions that this transaction ends or takes back count no more. */
  static Future<Void> remove(SqlConnection c, Collection<SessionRef> over) {
    return over.isEmpty()
        ? Future.succeededFuture()
        : c.preparedQuery(SessionCountSql.REMOVE).execute(owners(over)).mapEmpty();
  }

  /**
   * Counts sessions that this transaction made.
   *
   * @return those that are beyond a limit, the last ones, each with its refusal; they are counted
   *     too, until they are taken back
   */
  Future<Map<SessionRef, Fault>> admit(SqlConnection c, List<SessionRef> made) {
    if (made.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return added(c, made)
        .compose(open -> {
          Map<SessionRef, Fault> refused = new LinkedHashMap<>();
          int max = limits.perPrincipalMax();
          if (max > 0) {
            refuse(made, SessionRef::owner, open, max, tooMany("principal", max), refused);
          }
          return limits.perTenantMax() == 0
              ? Future.succeededFuture(refused)
              : ofTenants(c, made, refused);
        });
  }

  private Future<Map<SessionRef, Fault>> ofTenants(
      SqlConnection c, List<SessionRef> made, Map<SessionRef, Fault> refused) {
    List<SessionRef> left = made.stream().filter(each -> !refused.containsKey(each)).toList();
    Tuple tenants =
        Tuple.tuple()
            .addArrayOfString(
                left.stream().map(each -> each.owner().tenant()).toArray(String[]::new));
    int max = limits.perTenantMax();
    return c.preparedQuery(SessionCountSql.LOCK_TENANTS)
        .execute(tenants)
        .compose(locked -> c.preparedQuery(SessionCountSql.OF_TENANTS).execute(tenants))
        .map(rows -> {
          Map<String, Long> open = new HashMap<>();
          rows.forEach(row -> open.put(row.getString("tenant"), row.getLong("open")));
          refused.keySet().forEach(each -> open.merge(each.owner().tenant(), -1L, Long::sum));
          refuse(left, each -> each.owner().tenant(), open, max, tooMany("tenant", max), refused);
          return refused;
        });
  }

  /** Of each owner so many of the last ones as are too many. */
  private static <K> void refuse(
      List<SessionRef> made,
      Function<SessionRef, K> ownerOf,
      Map<K, Long> open,
      int max,
      Fault refusal,
      Map<SessionRef, Fault> refused) {
    Map<K, Long> over = new HashMap<>();
    open.forEach((owner, count) -> over.put(owner, count - max));
    for (SessionRef session : made.reversed()) {
      if (over.merge(ownerOf.apply(session), -1L, Long::sum) >= 0) {
        refused.put(session, refusal);
      }
    }
  }

  private static Future<Map<Principal, Long>> added(SqlConnection c, List<SessionRef> made) {
    return c.preparedQuery(SessionCountSql.ADD).execute(owners(made)).map(SessionCounts::counts);
  }

  private static Map<Principal, Long> counts(RowSet<Row> rows) {
    Map<Principal, Long> counts = new HashMap<>();
    for (Row row : rows) {
      counts.put(
          new Principal(row.getString("tenant"), row.getString("principal")), row.getLong("open"));
    }
    return counts;
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

  private static Fault tooMany(String whose, int max) {
    return new Fault(
        ErrorCode.TOO_MANY_SESSIONS,
        "the "
            + whose
            + " has "
            + max
            + " open sessions, the most it may have (registry.sessions_per_"
            + whose
            + "_max); end some, or go on with one of them");
  }
}
