package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SessionMode;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Consumer;

/** What each session works on, in Postgres. */
public final class ProjectStore {
  private final Postgres postgres;
  private final RegisterStore register;
  private final GroupedReads<SessionRef, Optional<ProjectBinding>> reads;

  /**
   * All calls come from one event loop.
   *
   * @param groups of look-ups
   */
  public ProjectStore(Postgres postgres, RegisterStore register, GroupLimits groups) {
    this.postgres = postgres;
    this.register = register;
    this.reads = new GroupedReads<>(postgres, groups, new ProjectReads());
  }

  /**
   * The session's project; empty while it is unbound.
   *
   * @return fails with {@code unknown_session} where the session is not this owner's
   */
  public Future<Optional<ProjectBinding>> get(SessionRef session) {
    return reads.find(session).map(found -> found.orElseThrow(ProjectStore::unknown));
  }

  /**
   * Compare-and-set in one transaction. What is bound is registered with it where it was not.
   *
   * @param gate refuses where the mode that the session has does not allow it
   * @return fails with {@code version_conflict}, {@code project_archived}, {@code session_ended} or
   *     {@code unknown_session}
   */
  public Future<ProjectBinding> set(SetProject command, Consumer<SessionMode> gate) {
    SessionRef session = command.session();
    Long expected = command.expectedVersion();
    return postgres
        .inTransaction(
            session.owner(),
            transaction ->
                lock(transaction, session)
                    .compose(locked -> current(transaction, session))
                    .compose(actual -> {
                      gate.accept(actual.mode());
                      return expected == null || expected.longValue() == actual.version()
                          ? write(transaction, command).<Outcome>map(Outcome.Done::new)
                          : conflict(transaction, command, expected, actual.version());
                    }))
        .map(ProjectStore::done);
  }

  /** What is there before the change. */
  private record Current(SessionMode mode, long version) {}

  /** What a transaction that is committed came to: a conflict is one that is on record. */
  private sealed interface Outcome {
    record Done(ProjectBinding binding) implements Outcome {}

    record Conflict(long expected, long actual) implements Outcome {}
  }

  private static Future<Outcome> conflict(
      SqlConnection transaction, SetProject command, long expected, long actual) {
    return AuditStore.conflict(transaction, command.session(), command.project(), expected, actual)
        .map(noted -> new Outcome.Conflict(expected, actual));
  }

  private static ProjectBinding done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(ProjectBinding binding) -> binding;
      case Outcome.Conflict(long expected, long actual) ->
          throw new Fault(
              ErrorCode.VERSION_CONFLICT,
              "expected_version is " + expected + ", the actual version is " + actual);
    };
  }

  private static Future<Void> lock(SqlConnection transaction, SessionRef session) {
    return transaction
        .preparedQuery(RegistrySql.PROJECT_LOCK)
        .execute(key(session))
        .map(rows -> {
          if (only(rows).getBoolean("ended")) {
            throw new Fault(ErrorCode.SESSION_ENDED, ErrorCode.SESSION_ENDED.meaning());
          }
          return null;
        });
  }

  /** What is there now: version 0 and the ordinary mode for "unbound". */
  private static Future<Current> current(SqlConnection transaction, SessionRef session) {
    return transaction
        .preparedQuery(RegistrySql.PROJECT_VERSION)
        .execute(key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            return new Current(SessionMode.PROJECT, 0);
          }
          Row row = rows.iterator().next();
          return new Current(
              SessionMode.ofWire(row.getString("mode")).orElseThrow(), row.getLong("version"));
        });
  }

  private Future<ProjectBinding> write(SqlConnection transaction, SetProject command) {
    SessionRef session = command.session();
    String project = command.project();
    Future<Void> held =
        project == null
            ? Future.succeededFuture()
            : register.hold(transaction, session.owner(), project);
    return held.compose(ready ->
            transaction
                .preparedQuery(RegistrySql.PROJECT_SET)
                .execute(
                    key(session)
                        .addString(project)
                        .addString(command.mode().wire())
                        .addString(command.repoRoot())))
        .map(rows -> SessionDescription.binding(only(rows)))
        .compose(binding -> AuditStore.project(transaction, session, binding).map(binding));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }

  private static Row only(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw unknown();
    }
    return rows.iterator().next();
  }

  private static Fault unknown() {
    return new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
  }
}
