package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sessions and bindings in Postgres. */
public final class PostgresSessionStore implements SessionStore {
  /** Rolls a transaction back because a rival committed first; never leaves this class. */
  private static final class LostRace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRace() {
      super("a rival was first", null, false, false);
    }
  }

  private final Postgres postgres;

  public PostgresSessionStore(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public Future<Optional<StoredSession>> session(Principal principal, String sessionId) {
    return sessionRow(postgres.reads(), RegistrySql.SESSION_FIND, principal, sessionId)
        .recover(StoreFaults::translated);
  }

  @Override
  public Future<Optional<StoredBinding>> binding(Principal principal, Transport way) {
    return postgres
        .reads()
        .preparedQuery(RegistrySql.BINDING_FIND)
        .execute(Tuple.of(principal.tenant(), principal.name(), way.kind().wire(), way.id()))
        .map(rows -> first(rows).map(row -> readBinding(principal, row)))
        .recover(StoreFaults::translated);
  }

  @Override
  public Future<Opened> open(Principal principal, String sessionId, NewBindings bindings) {
    return postgres.inTransaction(transaction ->
        create(transaction, principal, sessionId)
            .compose(made ->
                made.isPresent()
                    ? bindFree(transaction, made.get(), true, bindings)
                    : hold(transaction, principal, sessionId)
                        .compose(held -> bindFree(transaction, held, false, bindings))));
  }

  @Override
  public Future<Optional<Opened>> mint(
      Principal principal, String sessionId, NewBindings bindings) {
    return postgres
        .inTransaction(transaction ->
            create(transaction, principal, sessionId)
                .compose(made ->
                    made.isPresent()
                        ? bindFree(transaction, made.get(), true, bindings)
                        : Future.failedFuture(new LostRace()))
                .compose(opened ->
                    opened.bound().size() == bindings.ways().size()
                        ? Future.succeededFuture(Optional.of(opened))
                        : Future.failedFuture(new LostRace())))
        .recover(PostgresSessionStore::emptyIfLost);
  }

  @Override
  public Future<Opened> bind(SessionRef session, NewBindings bindings) {
    return postgres.inTransaction(
        session.owner(),
        transaction ->
            hold(transaction, session.owner(), session.id())
                .compose(held -> bindFree(transaction, held, false, bindings)));
  }

  @Override
  public Future<Optional<SessionRecord>> describe(Principal principal, String sessionId) {
    return SessionDescription.read(postgres, principal, sessionId);
  }

  private static Future<Optional<SessionRef>> create(
      SqlConnection transaction, Principal principal, String sessionId) {
    return transaction
        .preparedQuery(RegistrySql.SESSION_CREATE)
        .execute(Tuple.of(principal.tenant(), principal.name(), sessionId))
        .map(rows ->
            first(rows)
                .map(row -> new SessionRef(row.getLong("session_no"), principal, sessionId)));
  }

  /** The session, kept from ending until the transaction is over. */
  private static Future<SessionRef> hold(
      SqlConnection transaction, Principal principal, String sessionId) {
    return sessionRow(transaction, RegistrySql.SESSION_HOLD, principal, sessionId)
        .map(found -> {
          StoredSession session =
              found.orElseThrow(
                  () -> new Fault(ErrorCode.STORE_UNAVAILABLE, "the session changed meanwhile"));
          if (session.ended()) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          return session.ref();
        });
  }

  /** One after the other, in the order given: the order in which locks are taken. */
  private static Future<Opened> bindFree(
      SqlConnection transaction, SessionRef session, boolean created, NewBindings bindings) {
    Map<Transport, Long> bound = new HashMap<>();
    Future<Void> last = Future.succeededFuture();
    for (Transport way : bindings.ways()) {
      last =
          last.compose(done -> insert(transaction, session, way, bindings))
              .map(number -> {
                number.ifPresent(no -> bound.put(way, no));
                return null;
              });
    }
    return last.map(done -> new Opened(session, created, bound));
  }

  private static Future<Optional<Long>> insert(
      SqlConnection transaction, SessionRef session, Transport way, NewBindings bindings) {
    return transaction
        .preparedQuery(RegistrySql.BINDING_CREATE)
        .execute(
            Tuple.from(
                new Object[] {
                  session.owner().tenant(),
                  session.owner().name(),
                  way.kind().wire(),
                  way.id(),
                  session.number(),
                  bindings.source().wire(),
                  bindings.pod()
                }))
        .map(rows -> first(rows).map(row -> row.getLong("binding_no")));
  }

  private static Future<Optional<StoredSession>> sessionRow(
      SqlClient client, String sql, Principal principal, String sessionId) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(principal.tenant(), principal.name(), sessionId))
        .map(rows ->
            first(rows)
                .map(row ->
                    new StoredSession(
                        new SessionRef(row.getLong("session_no"), principal, sessionId),
                        row.getBoolean("ended"))));
  }

  private static StoredBinding readBinding(Principal principal, Row row) {
    SessionRef ref =
        new SessionRef(row.getLong("session_no"), principal, row.getString("session_id"));
    return new StoredBinding(
        row.getLong("binding_no"), new StoredSession(ref, row.getBoolean("ended")));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static Future<Optional<Opened>> emptyIfLost(Throwable failure) {
    return failure instanceof LostRace
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(failure);
  }
}
