package dev.holdfast.registry.store;

import dev.holdfast.registry.store.EndedSession.Way;
import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ends of sessions in Postgres. */
public final class EndStore {
  private final Postgres postgres;

  public EndStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Ends the session and its live bindings in one transaction.
   *
   * @return empty where it had ended before; fails with {@code unknown_session}
   */
  public Future<Optional<EndedSession>> end(EndSession wanted) {
    Principal principal = wanted.principal();
    return postgres.inTransaction(
        principal,
        c ->
            c.preparedQuery(EndSql.LOCK)
                .execute(Tuple.of(principal.tenant(), principal.name(), wanted.sessionId()))
                .compose(rows -> {
                  if (rows.size() == 0) {
                    throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
                  }
                  Row row = rows.iterator().next();
                  SessionRef session =
                      new SessionRef(row.getLong("session_no"), principal, wanted.sessionId());
                  return row.getBoolean("ended")
                      ? Future.succeededFuture(Optional.empty())
                      : ControlGuard.require(c, principal, session.number(), wanted.claim())
                          .compose(may -> endLocked(c, session, wanted.status(), wanted.reason()))
                          .compose(ended -> SessionCounts.remove(c, List.of(session)).map(ended))
                          .map(Optional::of);
                }));
  }

  /** Ends a session whose row the transaction has locked, and its bindings; it still counts. */
  static Future<EndedSession> endLocked(
      SqlConnection c, SessionRef session, EndStatus status, @Nullable String reason) {
    return c.preparedQuery(EndSql.END)
        .execute(key(session).addString(status.wire()).addString(reason))
        .compose(ended -> AuditStore.ended(c, session, status, reason))
        .compose(audited -> c.preparedQuery(EndSql.END_BINDINGS).execute(key(session)))
        .map(rows -> new EndedSession(session, ways(rows)));
  }

  /** Ended sessions that the shared cache may still know, in the order of their numbers. */
  public Future<List<SessionRef>> stillCached(long from, int limit) {
    return query(EndSql.STILL_CACHED, Tuple.of(from, limit))
        .map(rows -> {
          List<SessionRef> sessions = new ArrayList<>(rows.size());
          rows.forEach(row -> sessions.add(session(row)));
          return sessions;
        });
  }

  public Future<EndedSession> withBindings(SessionRef session) {
    return query(EndSql.ENDED_BINDINGS, key(session))
        .map(rows -> new EndedSession(session, ways(rows)));
  }

  /** Notes that the shared cache has forgotten the session. */
  public Future<Void> noteUncached(SessionRef session) {
    return query(EndSql.NOTE_UNCACHED, key(session)).mapEmpty();
  }

  static SessionRef session(Row row) {
    return new SessionRef(
        row.getLong("session_no"),
        new Principal(row.getString("tenant"), row.getString("principal")),
        row.getString("session_id"));
  }

  private static List<Way> ways(RowSet<Row> rows) {
    List<Way> ways = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ways.add(
          new Way(row.getString("kind"), row.getString("transport_id"), row.getLong("binding_no")));
    }
    return ways;
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    SqlClient reads = postgres.reads();
    return reads.preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }
}
