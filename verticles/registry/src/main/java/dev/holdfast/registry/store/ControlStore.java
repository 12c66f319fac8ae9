package dev.holdfast.registry.store;

import dev.holdfast.registry.store.ControlEventCodec.Cause;
import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ControlState;
import dev.holdfast.shared.message.ControlState.Holder;
import dev.holdfast.shared.message.ReleaseControl;
import dev.holdfast.shared.message.TakeControl;
import dev.holdfast.shared.message.TakenControl;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The lease of a session's driver in Postgres; each change is one transaction with its event. */
public final class ControlStore {
  private final Postgres postgres;

  public ControlStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** What was taken; no events where the asker had it already. */
  public record Taken(TakenControl control, List<Event> events) {
    public Taken {
      events = List.copyOf(events);
    }
  }

  /** What is left; no events where nobody had it. */
  public record Released(ControlState state, List<Event> events) {
    public Released {
      events = List.copyOf(events);
    }
  }

  public Future<Taken> take(TakeControl wanted) {
    SessionRef session = wanted.session();
    return postgres.inTransaction(
        session.owner(),
        c ->
            one(c, ControlLeaseSql.LOCK, key(session).addString(wanted.current().orElse(null)))
                .compose(row -> {
                  requireOpen(row);
                  return row.getBoolean("current") ? goOn(c, wanted) : take(c, wanted, state(row));
                }));
  }

  public Future<Released> release(ReleaseControl wanted) {
    SessionRef session = wanted.session();
    String hash = wanted.claim().hashFor(session.number()).orElse(null);
    return postgres.inTransaction(
        session.owner(),
        c ->
            one(c, ControlLeaseSql.LOCK, key(session).addString(hash))
                .compose(row -> {
                  requireOpen(row);
                  ControlState before = state(row);
                  if (row.getBoolean("current")) {
                    return release(c, session, before);
                  }
                  return before.held()
                      ? Future.failedFuture(ControlGuard.held(before.epoch(), named(before)))
                      : Future.succeededFuture(new Released(before, List.of()));
                }));
  }

  public Future<ControlState> get(SessionRef session) {
    return postgres
        .execute(session.owner(), ControlLeaseSql.GET, key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            throw unknown();
          }
          return state(rows.iterator().next());
        });
  }

  private static void requireOpen(Row row) {
    if (row.getBoolean("ended")) {
      throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
    }
  }

  private static Future<Taken> goOn(SqlConnection c, TakeControl wanted) {
    return one(c, ControlLeaseSql.GO_ON, key(wanted.session()).addLong((long) wanted.leaseMs()))
        .map(row -> new Taken(new TakenControl(state(row), true), List.of()));
  }

  private static Future<Taken> take(SqlConnection c, TakeControl wanted, ControlState before) {
    if (before.held() && !wanted.takeOver()) {
      return Future.failedFuture(ControlGuard.held(before.epoch(), named(before)));
    }
    Tuple values =
        key(wanted.session())
            .addString(wanted.newHash())
            .addString(ControlToken.mintHolder())
            .addString(wanted.label().isEmpty() ? null : wanted.label())
            .addLong((long) wanted.leaseMs());
    Cause cause = before.held() ? Cause.TAKEN_OVER : Cause.TAKEN;
    return one(c, ControlLeaseSql.TAKE, values)
        .compose(row ->
            changed(c, wanted.session(), state(row), before.holder(), cause)
                .map(events -> new Taken(new TakenControl(state(row), false), events)));
  }

  private static Future<Released> release(
      SqlConnection c, SessionRef session, ControlState before) {
    return one(c, ControlLeaseSql.RELEASE, key(session))
        .compose(row ->
            changed(c, session, state(row), before.holder(), Cause.RELEASED)
                .map(events -> new Released(state(row), events)));
  }

  private static Future<List<Event>> changed(
      SqlConnection c, SessionRef session, ControlState now, Optional<Holder> former, Cause cause) {
    return EventLog.append(
        c, session.number(), List.of(ControlEventCodec.changed(now, former, cause)));
  }

  private static String named(ControlState state) {
    return state.holder().map(ControlStore::named).orElse("");
  }

  private static String named(Holder holder) {
    return ControlGuard.named(holder.id(), holder.label());
  }

  private static ControlState state(Row row) {
    String holder = row.getString("control_holder");
    String label = row.getString("control_label");
    return new ControlState(
        row.getLong("control_epoch"),
        row.getBoolean("held"),
        holder == null
            ? Optional.empty()
            : Optional.of(
                new Holder(holder, label == null ? "" : label, row.getString("control_until"))));
  }

  private static Future<Row> one(SqlConnection c, String sql, Tuple values) {
    return c.preparedQuery(sql)
        .execute(values)
        .map(rows -> {
          if (rows.size() == 0) {
            throw unknown();
          }
          return rows.iterator().next();
        });
  }

  private static Fault unknown() {
    return new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
  }

  private static Tuple key(SessionRef session) {
    return Tuple.tuple()
        .addLong(session.number())
        .addString(session.owner().tenant())
        .addString(session.owner().name());
  }
}
