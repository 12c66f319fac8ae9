package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.flight.Groups;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Look-ups of bindings that come in together, in common statements: most of what a look-up costs,
 * here and in Postgres, is the statement and not the row.
 */
final class GroupedLookups {
  private record Way(Principal owner, Transport transport) {}

  private final Postgres postgres;
  private final Groups<Way, Optional<StoredBinding>> groups;

  GroupedLookups(Postgres postgres, GroupLimits limits) {
    this.postgres = postgres;
    this.groups = new Groups<>(limits, this::together);
  }

  /** The live binding, as the driver tells it: its failures are not translated. */
  Future<Optional<StoredBinding>> binding(Principal owner, Transport transport) {
    return groups.join(new Way(owner, transport));
  }

  private Future<List<Future<Optional<StoredBinding>>>> together(List<Way> ways) {
    if (ways.size() == 1) {
      return Future.succeededFuture(List.of(alone(ways.getFirst())))
          .compose(one -> one.getFirst().transform(landed -> Future.succeededFuture(one)));
    }
    return postgres
        .reads()
        .preparedQuery(RegistrySql.BINDINGS_FIND)
        .execute(values(ways))
        .map(rows -> each(ways, rows))
        // What Postgres refuses may be one member's doing.
        .recover(failure ->
            failure instanceof PgException
                ? Future.succeededFuture(ways.stream().map(this::alone).toList())
                : Future.failedFuture(failure));
  }

  private Future<Optional<StoredBinding>> alone(Way way) {
    Transport transport = way.transport();
    return postgres
        .reads()
        .preparedQuery(RegistrySql.BINDING_FIND)
        .execute(
            Tuple.of(
                way.owner().tenant(), way.owner().name(), transport.kind().wire(), transport.id()))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(binding(way.owner(), rows.iterator().next())));
  }

  private static Tuple values(List<Way> ways) {
    return Tuple.of(
        ways.stream().map(w -> w.owner().tenant()).toArray(String[]::new),
        ways.stream().map(w -> w.owner().name()).toArray(String[]::new),
        ways.stream().map(w -> w.transport().kind().wire()).toArray(String[]::new),
        ways.stream().map(w -> w.transport().id()).toArray(String[]::new));
  }

  private static List<Future<Optional<StoredBinding>>> each(List<Way> ways, RowSet<Row> rows) {
    List<Future<Optional<StoredBinding>>> results =
        new ArrayList<>(Collections.nCopies(ways.size(), Future.succeededFuture(Optional.empty())));
    for (Row row : rows) {
      int member = Math.toIntExact(row.getLong("member")) - 1;
      results.set(
          member, Future.succeededFuture(Optional.of(binding(ways.get(member).owner(), row))));
    }
    return results;
  }

  private static StoredBinding binding(Principal owner, Row row) {
    SessionRef ref = new SessionRef(row.getLong("session_no"), owner, row.getString("session_id"));
    return new StoredBinding(
        row.getLong("binding_no"), new StoredSession(ref, row.getBoolean("ended")));
  }
}
