package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.ListProjectAudit;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Archives projects in Postgres, and reads what was done to them. */
public final class ArchiveStore {
  private final Postgres postgres;

  public ArchiveStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** What an archiving would be about. */
  public Future<Archival> plan(Principal owner, String project) {
    return postgres
        .execute(owner, RegisterSql.ARCHIVE_PLAN, RegisterStore.key(owner, project))
        .map(rows -> archival(project, RegisterStore.only(rows)));
  }

  /**
   * Archives where what is confirmed is what is there; the lock waits for bindings and entries that
   * are under way, and none comes in meanwhile.
   */
  public Future<Archival> archive(Principal owner, String project, String confirm) {
    return postgres.inTransaction(
        owner,
        transaction ->
            RegisterStore.find(transaction, RegisterSql.LOCK, owner, project)
                .compose(locked -> plan(transaction, owner, project))
                .compose(planned -> close(transaction, owner, project, confirm, planned)));
  }

  public Future<AuditPage> audit(ListProjectAudit wanted) {
    Principal owner = wanted.principal();
    Long before = wanted.before();
    return postgres
        .execute(owner, RegisterSql.FIND, RegisterStore.key(owner, wanted.project()))
        .map(rows -> RegisterStore.only(rows).getLong("project_no"))
        .compose(number ->
            postgres.execute(
                owner,
                RegisterSql.AUDIT_LIST,
                Tuple.of(
                    number,
                    owner.tenant(),
                    owner.name(),
                    before == null ? Long.valueOf(Long.MAX_VALUE) : before,
                    wanted.limit() + 1)))
        .map(rows -> AuditStore.page(rows, wanted.limit()));
  }

  private static Future<Row> plan(SqlConnection client, Principal owner, String project) {
    return client
        .preparedQuery(RegisterSql.ARCHIVE_PLAN)
        .execute(RegisterStore.key(owner, project))
        .map(RegisterStore::only);
  }

  private static Future<Archival> close(
      SqlConnection transaction, Principal owner, String project, String confirm, Row planned) {
    if (isArchived(planned)) {
      throw new Fault(
          ErrorCode.VERSION_CONFLICT,
          "the project was archived already, its version is " + planned.getLong("version"));
    }
    String actual = planned.getString("confirm");
    if (!actual.equals(confirm)) {
      throw new Fault(
          ErrorCode.VERSION_CONFLICT,
          "what was confirmed is not what is there, "
              + planned.getLong("sessions")
              + " live sessions: the actual confirmation is "
              + actual);
    }
    return transaction
        .preparedQuery(RegisterSql.CHANGE)
        .execute(
            RegisterStore.key(owner, project)
                .addString(null)
                .addString(null)
                .addString(ProjectStatus.ARCHIVED.wire()))
        .compose(rows -> {
          Row row = RegisterStore.only(rows);
          long sessions = planned.getLong("sessions");
          long version = row.getLong("version");
          return ProjectAudit.archived(transaction, owner, project, sessions)
              .map(
                  new Archival(
                      project,
                      sessions,
                      planned.getLong("entries"),
                      version,
                      null,
                      row.getString("archived_at")));
        });
  }

  private static Archival archival(String project, Row row) {
    return new Archival(
        project,
        row.getLong("sessions"),
        row.getLong("entries"),
        row.getLong("version"),
        isArchived(row) ? null : row.getString("confirm"),
        row.getString("archived_at"));
  }

  private static boolean isArchived(Row row) {
    return row.getString("status").equals(ProjectStatus.ARCHIVED.wire());
  }
}
