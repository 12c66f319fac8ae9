package dev.holdfast.registry.store;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ListAudit;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit trail in Postgres. */
public final class AuditStore {
  private final Postgres postgres;

  public AuditStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<AuditPage> list(ListAudit wanted) {
    Long before = wanted.before();
    SessionRef session = wanted.session();
    return postgres
        .execute(
            session.owner(),
            AuditSql.LIST,
            Tuple.of(
                session.number(),
                session.owner().tenant(),
                session.owner().name(),
                before == null ? Long.valueOf(Long.MAX_VALUE) : before,
                wanted.limit() + 1))
        .map(rows -> page(rows, wanted.limit()));
  }

  /** That somebody was refused; an act of its own, as a refusal changes nothing. */
  public Future<Void> refused(Principal asker, String sessionId, String asked, String answer) {
    return postgres
        .execute(
            asker,
            AuditSql.REFUSED,
            Tuple.of(asker.tenant(), asker.name(), sessionId, asked, answer))
        .mapEmpty();
  }

  static Future<Void> ended(
      SqlConnection c, SessionRef session, EndStatus status, @Nullable String reason) {
    return c.preparedQuery(AuditSql.ENDED)
        .execute(key(session).addString(status.wire()).addString(reason))
        .mapEmpty();
  }

  /** The session has another project now, or another mode. */
  static Future<Void> project(SqlConnection c, SessionRef session, ProjectBinding binding) {
    return c.preparedQuery(AuditSql.PROJECT)
        .execute(
            key(session)
                .addString(binding.version() == 1 ? "project_set" : "project_switched")
                .addString(binding.project())
                .addLong(binding.version())
                .addString(binding.mode().wire())
                .addLong(binding.generation()))
        .mapEmpty();
  }

  static Future<Void> conflict(
      SqlConnection c, SessionRef session, @Nullable String project, long expected, long actual) {
    return c.preparedQuery(AuditSql.CONFLICT)
        .execute(key(session).addString(project).addLong(expected).addLong(actual))
        .mapEmpty();
  }

  static AuditPage page(RowSet<Row> rows, int limit) {
    List<AuditPage.Entry> entries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (entries.size() == limit) {
        return new AuditPage(entries, entries.getLast().number());
      }
      entries.add(
          new AuditPage.Entry(
              row.getLong("audit_no"),
              row.getString("at"),
              row.getString("act"),
              row.getString("principal"),
              row.getString("detail")));
    }
    return new AuditPage(entries, null);
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(
        session.number(), session.owner().tenant(), session.owner().name(), session.id());
  }
}
