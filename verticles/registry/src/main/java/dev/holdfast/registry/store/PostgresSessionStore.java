package dev.holdfast.registry.store;

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
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Sessions and bindings in Postgres. */
public final class PostgresSessionStore implements SessionStore {
  private final Postgres postgres;
  private final GroupedCreations creations;
  private final GroupedReads<BindingReads.Way, StoredBinding> bindings;

  /** Without limits; all calls come from one event loop. */
  public PostgresSessionStore(Postgres postgres, GroupConfig groups) {
    this(postgres, groups, SessionLimits.NONE);
  }

  /** All calls come from one event loop. */
  public PostgresSessionStore(Postgres postgres, GroupConfig groups, SessionLimits limits) {
    this.postgres = postgres;
    this.creations = new GroupedCreations(postgres, groups, limits);
    this.bindings = new GroupedReads<>(postgres, groups.limits(), new BindingReads());
  }

  @Override
  public Future<Optional<StoredSession>> session(Principal principal, String sessionId) {
    return sessionRow(postgres.reads(), RegistrySql.SESSION_FIND, principal, sessionId)
        .recover(StoreFaults::translated);
  }

  @Override
  public Future<Optional<StoredBinding>> binding(Principal principal, Transport way) {
    return bindings.find(new BindingReads.Way(principal, way));
  }

  @Override
  public Future<Opened> open(Principal principal, String sessionId, NewBindings bindings) {
    return creations
        .join(new Creation(Creation.Act.OPEN, principal, sessionId, bindings))
        .map(Optional::orElseThrow);
  }

  @Override
  public Future<Optional<Opened>> mint(
      Principal principal, String sessionId, NewBindings bindings) {
    return creations.join(new Creation(Creation.Act.MINT, principal, sessionId, bindings));
  }

  @Override
  public Future<Opened> bind(SessionRef session, NewBindings bindings) {
    return creations
        .join(new Creation(Creation.Act.BIND, session.owner(), session.id(), bindings))
        .map(Optional::orElseThrow);
  }

  @Override
  public Future<Optional<SessionRecord>> describe(Principal principal, String sessionId) {
    return SessionDescription.read(postgres, principal, sessionId);
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

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }
}
