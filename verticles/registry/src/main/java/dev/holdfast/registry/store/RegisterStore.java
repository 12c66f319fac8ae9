package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.ChangeProject;
import dev.holdfast.shared.message.ListProjects;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.ProjectStatus;
import dev.holdfast.shared.message.RegisterProject;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register of projects in Postgres. */
public final class RegisterStore {
  private final Postgres postgres;
  private final int projectsMax;

  /**
   * @param projectsMax projects that a principal may have
   */
  public RegisterStore(Postgres postgres, int projectsMax) {
    this.postgres = postgres;
    this.projectsMax = projectsMax;
  }

  public Future<ProjectRecord> create(RegisterProject command) {
    Principal owner = command.principal();
    String project = command.project();
    return postgres.inTransaction(
        owner,
        transaction ->
            insert(transaction, owner, project, command.title(), command.tags(), "register")
                .compose(made ->
                    made.isPresent()
                        ? Future.succeededFuture(record(made.get()))
                        : find(transaction, RegisterSql.FIND, owner, project)
                            .transform(there ->
                                Future.failedFuture(
                                    there.succeeded() ? exists() : full(there.cause())))));
  }

  public Future<ProjectRecord> describe(Principal owner, String project) {
    return postgres
        .execute(owner, RegisterSql.FIND, key(owner, project))
        .map(rows -> record(only(rows)));
  }

  /** Newest first. */
  public Future<ProjectPage> list(ListProjects wanted) {
    ProjectStatus status = wanted.status();
    Long before = wanted.before();
    return postgres
        .execute(
            wanted.principal(),
            RegisterSql.LIST,
            Tuple.tuple()
                .addString(wanted.principal().tenant())
                .addString(wanted.principal().name())
                .addLong(before == null ? Long.valueOf(Long.MAX_VALUE) : before)
                .addString(status == null ? null : status.wire())
                .addString(wanted.tag())
                .addString(wanted.prefix())
                .addInteger(wanted.limit() + 1))
        .map(rows -> page(rows, wanted.limit()));
  }

  /** Compare-and-set in one transaction; two at once stand in a row. */
  public Future<ProjectRecord> change(ChangeProject command) {
    Principal owner = command.principal();
    List<String> tags = command.tags();
    ProjectStatus status = command.status();
    return postgres.inTransaction(
        owner,
        transaction ->
            find(transaction, RegisterSql.LOCK, owner, command.project())
                .map(row -> allowed(command, row))
                .compose(row ->
                    transaction
                        .preparedQuery(RegisterSql.CHANGE)
                        .execute(
                            key(owner, command.project())
                                .addString(command.title())
                                .addString(tags == null ? null : joined(tags))
                                .addString(status == null ? null : status.wire())))
                .compose(rows ->
                    ProjectAudit.changed(transaction, owner, command.project())
                        .map(record(only(rows)))));
  }

  /**
   * Registers a project where it is not, and keeps it from being archived until the transaction is
   * over; fails with {@code project_archived} where it is already.
   */
  Future<Void> hold(SqlConnection transaction, Principal owner, String project) {
    return insert(transaction, owner, project, null, List.of(), "set_project")
        .compose(made -> find(transaction, RegisterSql.HOLD, owner, project))
        .recover(failure -> Future.failedFuture(full(failure)))
        .map(row -> {
          if (record(row).status() == ProjectStatus.ARCHIVED) {
            throw archived(project);
          }
          return null;
        });
  }

  /** How an archived project refuses, with the remedy. */
  static Fault archived(String project) {
    return new Fault(
        ErrorCode.PROJECT_ARCHIVED,
        "the project "
            + project
            + " is archived: set its status to active with PATCH /api/projects/{project}, or bind"
            + " the session to another project with set_project");
  }

  private Future<Optional<Row>> insert(
      SqlConnection transaction,
      Principal owner,
      String project,
      @Nullable String title,
      List<String> tags,
      String by) {
    return transaction
        .preparedQuery(RegisterSql.CREATE)
        .execute(
            key(owner, project).addString(title).addString(joined(tags)).addInteger(projectsMax))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture(Optional.empty())
                : ProjectAudit.created(transaction, owner, project, by)
                    .map(Optional.of(only(rows))));
  }

  static Future<Row> find(
      SqlConnection transaction, String statement, Principal owner, String project) {
    return transaction
        .preparedQuery(statement)
        .execute(key(owner, project))
        .map(RegisterStore::only);
  }

  /** The row, where what is asked for may be done to it. */
  private static Row allowed(ChangeProject command, Row row) {
    ProjectRecord there = record(row);
    Long expected = command.expectedVersion();
    ProjectStatus next = command.status();
    if (expected != null && expected != there.version()) {
      throw new Fault(
          ErrorCode.VERSION_CONFLICT,
          "expected_version is " + expected + ", the actual version is " + there.version());
    }
    if (next != null && next != there.status() && !there.status().next().contains(next)) {
      throw new Fault(
          ErrorCode.STATUS_CONFLICT,
          "a project that is "
              + there.status().wire()
              + " can become "
              + String.join(
                  ", ", there.status().next().stream().map(ProjectStatus::wire).sorted().toList())
              + ", not "
              + next.wire());
    }
    if (there.status() == ProjectStatus.ARCHIVED && next != ProjectStatus.ACTIVE) {
      throw archived(there.project());
    }
    return row;
  }

  /** A project that was neither made nor found had no place. */
  private Throwable full(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == ErrorCode.UNKNOWN_PROJECT
        ? new Fault(
            ErrorCode.TOO_MANY_REQUESTS, "a principal may have " + projectsMax + " projects")
        : failure;
  }

  private static Fault exists() {
    return new Fault(ErrorCode.PROJECT_EXISTS, ErrorCode.PROJECT_EXISTS.meaning());
  }

  private static String joined(List<String> tags) {
    return String.join("\u001f", tags);
  }

  private static ProjectPage page(RowSet<Row> rows, int limit) {
    List<ProjectRecord> projects = new ArrayList<>();
    Long last = null;
    for (Row row : rows) {
      if (projects.size() == limit) {
        return new ProjectPage(projects, last);
      }
      projects.add(record(row));
      last = row.getLong("project_no");
    }
    return new ProjectPage(projects, null);
  }

  static ProjectRecord record(Row row) {
    return new ProjectRecord(
        row.getString("project"),
        row.getString("title"),
        Arrays.asList(row.getArrayOfStrings("tags")),
        ProjectStatus.ofWire(row.getString("status")).orElseThrow(),
        row.getLong("version"),
        row.getString("created_at"),
        row.getString("updated_at"),
        row.getString("archived_at"));
  }

  static Tuple key(Principal owner, String project) {
    return Tuple.of(owner.tenant(), owner.name(), project);
  }

  static Row only(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new Fault(ErrorCode.UNKNOWN_PROJECT, ErrorCode.UNKNOWN_PROJECT.meaning());
    }
    return rows.iterator().next();
  }
}
