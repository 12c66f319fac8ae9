package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ProjectBinding;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** What sessions work on; found and empty is a session that is unbound. */
final class ProjectReads implements GroupedReads.Kind<SessionRef, Optional<ProjectBinding>> {
  @Override
  public String sql() {
    return RegistrySql.PROJECTS_GET;
  }

  @Override
  public Tuple values(List<SessionRef> sessions) {
    return Tuple.of(
        sessions.stream().map(SessionRef::number).toArray(Long[]::new),
        sessions.stream().map(session -> session.owner().tenant()).toArray(String[]::new),
        sessions.stream().map(session -> session.owner().name()).toArray(String[]::new));
  }

  @Override
  public Optional<ProjectBinding> answer(SessionRef session, Row row) {
    return Optional.ofNullable(SessionDescription.project(row));
  }
}
