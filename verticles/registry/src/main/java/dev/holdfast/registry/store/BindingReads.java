package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Which session a way in is bound to. */
final class BindingReads implements GroupedReads.Kind<BindingReads.Way, StoredBinding> {
  record Way(Principal owner, Transport transport) {}

  @Override
  public String sql() {
    return RegistrySql.BINDINGS_FIND;
  }

  @Override
  public Tuple values(List<Way> ways) {
    return Tuple.of(
        ways.stream().map(way -> way.owner().tenant()).toArray(String[]::new),
        ways.stream().map(way -> way.owner().name()).toArray(String[]::new),
        ways.stream().map(way -> way.transport().kind().wire()).toArray(String[]::new),
        ways.stream().map(way -> way.transport().id()).toArray(String[]::new));
  }

  @Override
  public StoredBinding answer(Way way, Row row) {
    SessionRef ref =
        new SessionRef(row.getLong("session_no"), way.owner(), row.getString("session_id"));
    return new StoredBinding(
        row.getLong("binding_no"), new StoredSession(ref, row.getBoolean("ended")));
  }
}
