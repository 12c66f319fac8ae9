package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.ForkedFrom;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Forks in Postgres. */
public final class ForkStore {
  private final Postgres postgres;
  private final SessionCounts counts;

  public ForkStore(Postgres postgres, SessionLimits limits) {
    this.postgres = postgres;
    this.counts = new SessionCounts(limits);
  }

  /**
   * Makes the fork in one transaction: its row, the copied events, the event that says so, the
   * project, the audit trail of both.
   *
   * @param newId of the fork
   * @param eventsMax copied at most
   */
  public Future<SessionRef> fork(ForkSession wanted, String newId, int eventsMax) {
    Principal principal = wanted.principal();
    return postgres.inTransaction(
        principal,
        c ->
            c.preparedQuery(ForkSql.PARENT)
                .execute(Tuple.of(principal.tenant(), principal.name(), wanted.sessionId()))
                .map(rows -> {
                  if (rows.size() == 0) {
                    throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
                  }
                  long number = rows.iterator().next().getLong("session_no");
                  return new SessionRef(number, principal, wanted.sessionId());
                })
                .compose(parent ->
                    counts
                        .room(c, principal)
                        .compose(room -> head(c, parent))
                        .map(head -> position(wanted, head))
                        .compose(from -> limited(c, parent, from, eventsMax))
                        .compose(from -> make(c, parent, from, newId, wanted))
                        .compose(fork -> counted(c, fork))));
  }

  /** Last, so that nobody waits for what is copied; fails where there are too many. */
  private Future<SessionRef> counted(SqlConnection c, SessionRef fork) {
    return counts.admit(c, List.of(fork)).map(fork);
  }

  private static Future<Long> head(SqlConnection c, SessionRef parent) {
    return c.preparedQuery(ForkSql.HEAD)
        .execute(Tuple.of(parent.number(), parent.owner().tenant(), parent.owner().name()))
        .map(rows -> rows.iterator().next().getLong("last_seq"));
  }

  private static ForkedFrom position(ForkSession wanted, long head) {
    long upTo = wanted.upToSeq() == null ? head : wanted.upToSeq();
    if (upTo > head) {
      throw new Fault(
          ErrorCode.INVALID_FIELD,
          "up_to_seq must be at most " + head + ", the newest event: " + upTo);
    }
    return new ForkedFrom(wanted.sessionId(), upTo);
  }

  /** Of a trimmed history only what is left counts; trimming makes it no more meanwhile. */
  private static Future<ForkedFrom> limited(
      SqlConnection c, SessionRef parent, ForkedFrom from, int eventsMax) {
    if (from.seq() <= eventsMax) {
      return Future.succeededFuture(from);
    }
    return c.preparedQuery(ForkSql.COUNT)
        .execute(
            Tuple.of(parent.number(), from.seq(), parent.owner().tenant(), parent.owner().name())
                .addInteger(eventsMax + 1))
        .map(rows -> {
          if (rows.iterator().next().getLong("events") > eventsMax) {
            throw new Fault(
                ErrorCode.HISTORY_TOO_LONG,
                "a fork copies at most "
                    + eventsMax
                    + " events (registry.fork_events_max), these are more");
          }
          return from;
        });
  }

  private static Future<SessionRef> make(
      SqlConnection c, SessionRef parent, ForkedFrom from, String newId, ForkSession wanted) {
    Principal owner = parent.owner();
    return c.preparedQuery(ForkSql.CREATE)
        .execute(Tuple.of(owner.tenant(), owner.name(), newId, from.sessionId(), from.seq()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.SESSION_EXISTS, ErrorCode.SESSION_EXISTS.meaning());
          }
          return new SessionRef(rows.iterator().next().getLong("session_no"), owner, newId);
        })
        .compose(fork ->
            c.preparedQuery(ForkSql.LOG)
                .execute(Tuple.of(fork.number(), owner.tenant(), owner.name()))
                .compose(begun -> fill(c, parent, fork, from, wanted))
                .map(fork));
  }

  /** The project and the mode of one session for another, unless the project is archived. */
  static Future<Void> copyProject(SqlConnection c, SessionRef from, SessionRef to) {
    Principal owner = from.owner();
    return c.preparedQuery(ForkSql.HOLD_PROJECT)
        .execute(Tuple.of(from.number(), owner.tenant(), owner.name()))
        .compose(held ->
            c.preparedQuery(ForkSql.COPY_PROJECT)
                .execute(
                    Tuple.of(from.number(), to.number(), owner.tenant(), owner.name())
                        .addLong(
                            held.size() == 0 ? null : held.iterator().next().getLong("project_no"))
                        .addString(to.id())))
        .mapEmpty();
  }

  private static Future<Void> fill(
      SqlConnection c, SessionRef parent, SessionRef fork, ForkedFrom from, ForkSession wanted) {
    Principal owner = parent.owner();
    return copyProject(c, parent, fork)
        .compose(copied ->
            c.preparedQuery(ForkSql.AUDIT)
                .execute(
                    Tuple.of(parent.number(), owner.tenant(), owner.name(), parent.id(), fork.id())
                        .addLong(from.seq())
                        .addString(wanted.reason())))
        .compose(noted -> EventLog.copy(c, parent.number(), fork.number(), from.seq()))
        .compose(copied ->
            EventLog.append(
                c, fork.number(), List.of(ForkEventCodec.forked(from, wanted.reason()))))
        .mapEmpty();
  }
}
