package dev.holdfast.registry.store;

import dev.holdfast.registry.store.EndedSession.Way;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.BindingPage.Binding;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Bindings as a record that is shown and, on request only, moved. */
public final class BindingStore {
  private final Postgres postgres;

  public BindingStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** What a committed request to move a binding came to. */
  public sealed interface Outcome {
    /** It leads there already, as the caller expected. */
    record Unchanged(Binding binding) implements Outcome {}

    /**
     * It was moved.
     *
     * @param to where it leads now
     * @param number of the new binding
     * @param former the binding that is over
     */
    record Moved(Binding binding, SessionRef to, long number, Way former) implements Outcome {}

    /** It leads elsewhere than the caller believed; that is on record, and nothing was changed. */
    record Conflict(String actual) implements Outcome {}
  }

  /** A binding that is over, and whose. */
  public record Former(Principal owner, Way way) {}

  public Future<BindingPage> list(ListBindings wanted) {
    Long before = wanted.before();
    long from = before == null ? Long.MAX_VALUE : before;
    SessionRef session = wanted.session();
    return postgres
        .execute(
            session.owner(),
            BindingSql.LIST,
            Tuple.of(session.number(), session.owner().tenant(), session.owner().name())
                .addLong(from)
                .addInteger(wanted.limit() + 1))
        .map(rows -> page(rows, wanted.limit()));
  }

  /**
   * Ends the live binding and makes the new one in one transaction. The session it is to lead to
   * cannot end meanwhile; the one it leads to may, and then the binding has ended with it.
   *
   * @param pod the name of this pod
   */
  public Future<Outcome> rebind(Rebind wanted, String pod) {
    return postgres.inTransaction(
        wanted.principal(),
        c ->
            target(c, wanted)
                .compose(to ->
                    live(c, wanted)
                        .compose(row -> {
                          String actual = row.getString("session_id");
                          if (!actual.equals(wanted.expectedSessionId())) {
                            return conflict(c, to, wanted, actual);
                          }
                          return row.getLong("session_no") == to.number()
                              ? Future.succeededFuture(new Outcome.Unchanged(binding(row)))
                              : move(c, row, to, wanted, pod);
                        })));
  }

  /** Bindings moved away that the shared cache may still know, in the order of their numbers. */
  public Future<List<Former>> stillCached(long from, int limit) {
    return query(BindingSql.STILL_CACHED, Tuple.of(from, limit))
        .map(rows -> {
          List<Former> former = new ArrayList<>(rows.size());
          for (Row row : rows) {
            former.add(
                new Former(
                    new Principal(row.getString("tenant"), row.getString("principal")), way(row)));
          }
          return former;
        });
  }

  /** Notes that the shared cache has forgotten it. */
  public Future<Void> noteUncached(Former former) {
    return query(
            BindingSql.NOTE_UNCACHED,
            Tuple.of(former.way().bindingNo(), former.owner().tenant(), former.owner().name()))
        .mapEmpty();
  }

  private static Future<SessionRef> target(SqlConnection c, Rebind wanted) {
    Principal principal = wanted.principal();
    return c.preparedQuery(BindingSql.HOLD)
        .execute(Tuple.of(principal.tenant(), principal.name(), wanted.sessionId()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
          }
          Row row = rows.iterator().next();
          if (row.getBoolean("ended")) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          return new SessionRef(row.getLong("session_no"), principal, wanted.sessionId());
        });
  }

  /** Looked for twice: a rival that moved it while this waited has made a new row by then. */
  private static Future<Row> live(SqlConnection c, Rebind wanted) {
    return lockLive(c, wanted)
        .compose(rows -> rows.size() == 0 ? lockLive(c, wanted) : Future.succeededFuture(rows))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_BINDING, ErrorCode.UNKNOWN_BINDING.meaning());
          }
          return rows.iterator().next();
        });
  }

  private static Future<RowSet<Row>> lockLive(SqlConnection c, Rebind wanted) {
    return c.preparedQuery(BindingSql.LOCK_LIVE)
        .execute(
            Tuple.of(
                wanted.principal().tenant(),
                wanted.principal().name(),
                wanted.transport().kind().wire(),
                wanted.transport().id()));
  }

  private static Future<Outcome> move(
      SqlConnection c, Row former, SessionRef to, Rebind wanted, String pod) {
    Principal owner = to.owner();
    Way way = way(former);
    return c.preparedQuery(BindingSql.MOVE_AWAY)
        .execute(Tuple.of(way.bindingNo(), owner.tenant(), owner.name()))
        .compose(ended ->
            c.preparedQuery(BindingSql.BIND)
                .execute(
                    Tuple.of(owner.tenant(), owner.name(), way.kind(), way.id(), to.number(), pod)))
        .compose(rows -> {
          Row made = rows.iterator().next();
          return c.preparedQuery(BindingSql.AUDIT_REBOUND)
              .execute(
                  Tuple.of(owner.tenant(), owner.name(), way.kind())
                      .addLong(former.getLong("session_no"))
                      .addString(wanted.expectedSessionId())
                      .addLong(to.number())
                      .addString(to.id()))
              .map(new Outcome.Moved(binding(made), to, made.getLong("binding_no"), way));
        });
  }

  private static Future<Outcome> conflict(
      SqlConnection c, SessionRef to, Rebind wanted, String actual) {
    return c.preparedQuery(BindingSql.AUDIT_CONFLICT)
        .execute(
            Tuple.of(to.number(), to.owner().tenant(), to.owner().name(), to.id())
                .addString(wanted.transport().kind().wire())
                .addString(wanted.expectedSessionId())
                .addString(actual))
        .map(new Outcome.Conflict(actual));
  }

  private static BindingPage page(RowSet<Row> rows, int limit) {
    List<Binding> bindings = new ArrayList<>(rows.size());
    long last = 0;
    for (Row row : rows) {
      if (bindings.size() == limit) {
        return new BindingPage(bindings, last);
      }
      bindings.add(binding(row));
      last = row.getLong("binding_no");
    }
    return new BindingPage(bindings, null);
  }

  private static Binding binding(Row row) {
    return new Binding(
        row.getString("kind"),
        row.getString("transport_id"),
        row.getString("session_id"),
        row.getString("source"),
        row.getString("pod"),
        row.getString("bound_at"),
        row.getString("ended_at"),
        row.getString("end_cause"));
  }

  private static Way way(Row row) {
    return new Way(row.getString("kind"), row.getString("transport_id"), row.getLong("binding_no"));
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return postgres.reads().preparedQuery(sql).execute(values).recover(StoreFaults::translated);
  }
}
