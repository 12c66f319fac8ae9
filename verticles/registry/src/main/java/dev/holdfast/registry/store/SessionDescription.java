package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ForkedFrom;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SessionLife;
import dev.holdfast.shared.message.SessionLinks;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SessionRecord.BindingRecord;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the whole record of a session: its own row first, then its bindings. */
final class SessionDescription {
  private static final int BINDINGS_MAX = 100;

  private SessionDescription() {}

  static Future<Optional<SessionRecord>> read(
      Postgres postgres, Principal principal, String sessionId) {
    return postgres
        .execute(
            principal,
            RegistrySql.SESSION_DESCRIBE,
            Tuple.of(principal.tenant(), principal.name(), sessionId))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture(Optional.empty())
                : withBindings(postgres, principal, sessionId, rows.iterator().next()));
  }

  private static Future<Optional<SessionRecord>> withBindings(
      Postgres postgres, Principal principal, String sessionId, Row row) {
    long number = row.getLong("session_no");
    return postgres
        .execute(
            principal,
            RegistrySql.BINDING_LIST,
            Tuple.of(number, principal.tenant(), principal.name(), BINDINGS_MAX))
        .map(rows ->
            Optional.of(
                new SessionRecord(
                    new SessionRef(number, principal, sessionId),
                    row.getString("created_at"),
                    row.getLong("last_seq"),
                    bindings(rows),
                    project(row),
                    forkedFrom(row),
                    life(row),
                    new SessionLinks(
                        row.getString("continues_id"), row.getString("continued_by_id")))));
  }

  private static List<BindingRecord> bindings(RowSet<Row> rows) {
    List<BindingRecord> bindings = new ArrayList<>(rows.size());
    for (Row row : rows) {
      bindings.add(
          new BindingRecord(
              row.getString("kind"), row.getString("bound_at"), row.getString("source")));
    }
    return bindings;
  }

  static SessionLife life(Row row) {
    return new SessionLife(
        row.getString("last_active_at"),
        row.getString("ended_at"),
        row.getString("end_status"),
        row.getString("end_reason"));
  }

  private static @Nullable ForkedFrom forkedFrom(Row row) {
    String parent = row.getString("forked_from_id");
    return parent == null ? null : new ForkedFrom(parent, row.getLong("forked_from_seq"));
  }

  /** The project columns of a row; null while the session is unbound. */
  static @Nullable ProjectBinding project(Row row) {
    Long version = row.getLong("version");
    return version == null ? null : binding(row);
  }

  /** The project columns of a row that has them. */
  static ProjectBinding binding(Row row) {
    return new ProjectBinding(
        row.getString("project"),
        SessionMode.ofWire(row.getString("mode")).orElseThrow(),
        row.getString("project_key"),
        row.getString("repo_root"),
        row.getLong("generation"),
        row.getLong("version"),
        row.getString("bound_at"));
  }
}
