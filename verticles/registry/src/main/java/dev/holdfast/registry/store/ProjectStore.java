package dev.holdfast.registry.store;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each session works on, in Postgres. */
public final class ProjectStore {
  private final Postgres postgres;

  public ProjectStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * The session's project; empty while it is unbound.
   *
   * @return fails with {@code unknown_session} where the session is not this owner's
   */
  public Future<Optional<ProjectBinding>> get(SessionRef session) {
    return postgres
        .execute(session.owner(), RegistrySql.PROJECT_GET, key(session))
        .map(rows -> Optional.ofNullable(SessionDescription.project(only(rows))));
  }

  /**
   * Compare-and-set in one transaction.
   *
   * @param expected the version that must be there, 0 for "unbound"; null for whatever is there
   * @return fails with {@code version_conflict}, {@code session_ended} or {@code unknown_session}
   */
  public Future<ProjectBinding> set(SessionRef session, String project, @Nullable Long expected) {
    return postgres
        .inTransaction(
            session.owner(),
            transaction ->
                lock(transaction, session)
                    .compose(locked -> version(transaction, session))
                    .compose(actual ->
                        expected == null || expected.longValue() == actual
                            ? write(transaction, session, project).<Outcome>map(Outcome.Done::new)
                            : conflict(transaction, session, project, expected, actual)))
        .map(ProjectStore::done);
  }

  /** What a transaction that is committed came to: a conflict is one that is on record. */
  private sealed interface Outcome {
    record Done(ProjectBinding binding) implements Outcome {}

    record Conflict(long expected, long actual) implements Outcome {}
  }

  private static Future<Outcome> conflict(
      SqlConnection transaction, SessionRef session, String project, long expected, long actual) {
    return AuditStore.conflict(transaction, session, project, expected, actual)
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

  /** The version that is there now, 0 for "unbound". */
  private static Future<Long> version(SqlConnection transaction, SessionRef session) {
    return transaction
        .preparedQuery(RegistrySql.PROJECT_VERSION)
        .execute(key(session))
        .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("version"));
  }

  private static Future<ProjectBinding> write(
      SqlConnection transaction, SessionRef session, String project) {
    return transaction
        .preparedQuery(RegistrySql.PROJECT_SET)
        .execute(
            Tuple.of(session.number(), session.owner().tenant(), session.owner().name(), project))
        .map(rows -> {
          Row row = only(rows);
          return new ProjectBinding(
              row.getString("project"), row.getLong("version"), row.getString("bound_at"));
        })
        .compose(binding ->
            AuditStore.project(transaction, session, project, binding.version()).map(binding));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }

  private static Row only(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
    }
    return rows.iterator().next();
  }
}
