package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.RolledSession;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that go on for others, in Postgres. */
public final class RollStore {
  private final Postgres postgres;

  public RollStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Makes the next session in one transaction: its row, its first events, its project, the links
   * and the audit trail of both, the event of the old one.
   *
   * @param newId of the next session, where there is none yet
   */
  public Future<RolledSession> roll(RollSession wanted, String newId) {
    SessionRef session = wanted.session();
    return postgres.inTransaction(
        session.owner(),
        c ->
            c.preparedQuery(RollSql.LOCK)
                .execute(key(session))
                .compose(rows -> {
                  if (rows.size() == 0) {
                    throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
                  }
                  Row row = rows.iterator().next();
                  String made = row.getString("continued_by_id");
                  if (made != null) {
                    return Future.succeededFuture(new RolledSession(made, List.of()));
                  }
                  if (row.getBoolean("ended")) {
                    throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
                  }
                  return make(c, session, newId, wanted.summary());
                }));
  }

  private static Future<RolledSession> make(
      SqlConnection c, SessionRef session, String newId, @Nullable SessionSummary summary) {
    Principal owner = session.owner();
    NewEvent rolled = RollEventCodec.rolled(session.id(), newId);
    List<NewEvent> first = new ArrayList<>();
    if (summary != null) {
      first.add(SummaryEventCodec.carried(summary));
    }
    first.add(rolled);
    return c.preparedQuery(RollSql.CREATE)
        .execute(Tuple.of(owner.tenant(), owner.name(), newId, session.id()))
        .map(rows -> new SessionRef(rows.iterator().next().getLong("session_no"), owner, newId))
        .compose(next ->
            c.preparedQuery(RollSql.LINK)
                .execute(key(session).addString(newId))
                .compose(linked -> c.preparedQuery(ForkSql.LOG).execute(key(next)))
                .compose(begun -> ForkStore.copyProject(c, session, next))
                .compose(copied -> EventLog.append(c, next.number(), first)))
        .compose(begun -> EventLog.append(c, session.number(), List.of(rolled)))
        .compose(events ->
            // It goes on for one that was admitted: counted, never refused.
            SessionCounts.add(c, List.of(new SessionRef(0, owner, newId))).map(events))
        .map(events -> new RolledSession(newId, events));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }
}
