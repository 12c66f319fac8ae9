package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.GetSessionUsage;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SetBudget;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.UsageReport;
import dev.holdfast.shared.message.UsageTotals;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What owners ask of what their work used, and the budgets they set. */
public final class UsageStore {
  private static final int ATTEMPTS_SHOWN = 100;

  private final Postgres postgres;

  public UsageStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Fails with {@code unknown_task} where this owner has no such task. */
  public Future<TaskUsage> ofTask(GetTaskUsage wanted) {
    Principal owner = wanted.principal();
    return postgres
        .execute(owner, TaskSql.FIND, Tuple.of(owner.tenant(), owner.name(), wanted.taskId()))
        .compose(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
          }
          return ofTask(owner, rows.iterator().next());
        });
  }

  /** Fails with {@code unknown_session} where this owner has no such session. */
  public Future<SessionUsage> ofSession(GetSessionUsage wanted) {
    SessionRef session = wanted.session();
    return postgres
        .execute(session.owner(), UsageSql.OF_SESSION, key(session))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_SESSION, ErrorCode.UNKNOWN_SESSION.meaning());
          }
          Row row = rows.iterator().next();
          return new SessionUsage(
              session.id(), UsageRows.totals(row), UsageRows.budget(row), UsageRows.context(row));
        });
  }

  /** Durable before it is answered. */
  public Future<SessionUsage> setBudget(SetBudget wanted) {
    SessionRef session = wanted.session();
    Budget budget = wanted.budget();
    Tuple values =
        key(session)
            .addLong(budget.tokens())
            .addLong(budget.costMicros())
            .addLong(budget.turns())
            .addLong(budget.toolCalls());
    return postgres
        .inTransaction(
            session.owner(),
            c ->
                ControlGuard.require(c, session.owner(), session.number(), wanted.claim())
                    .compose(may -> c.preparedQuery(UsageSql.SET_BUDGET).execute(values))
                    .compose(rows ->
                        rows.size() == 1
                            ? Future.succeededFuture()
                            : EndedStore.requireLive(c, session)))
        .compose(set -> ofSession(new GetSessionUsage(session)));
  }

  /** Of one principal, or of its tenant. */
  public Future<UsageReport> report(GetUsage wanted) {
    Principal owner = wanted.principal();
    Future<RowSet<Row>> rows =
        wanted.wholeTenant()
            ? postgres
                .reads()
                .preparedQuery(UsageSql.OF_TENANT)
                .execute(Tuple.of(owner.tenant(), wanted.from(), wanted.to()))
                .recover(StoreFaults::translated)
            : postgres.execute(
                owner,
                UsageSql.OF_PRINCIPAL,
                Tuple.of(owner.tenant(), owner.name(), wanted.from(), wanted.to()));
    return rows.map(found -> report(wanted, found));
  }

  private static UsageReport report(GetUsage wanted, RowSet<Row> rows) {
    List<UsageReport.Day> days = new ArrayList<>(rows.size());
    UsageTotals totals = UsageTotals.NONE;
    for (Row row : rows) {
      UsageTotals day = UsageRows.totals(row);
      days.add(
          new UsageReport.Day(row.getLocalDate("day").toString(), row.getString("agent"), day));
      totals = totals.plus(day);
    }
    return new UsageReport(wanted.from().toString(), wanted.to().toString(), totals, days);
  }

  private Future<TaskUsage> ofTask(Principal owner, Row task) {
    long taskNo = task.getLong("task_no");
    Future<RowSet<Row>> totals = postgres.execute(owner, UsageSql.OF_TASK, Tuple.of(taskNo));
    Future<RowSet<Row>> attempts =
        postgres.execute(owner, UsageSql.ATTEMPTS, Tuple.of(taskNo, ATTEMPTS_SHOWN));
    return Future.all(totals, attempts)
        .map(both -> {
          List<TaskUsage.OfAttempt> shown = new ArrayList<>();
          attempts.result().forEach(row -> shown.add(attempt(row)));
          return new TaskUsage(
              task.getString("task_id"),
              task.getString("session_id"),
              UsageRows.totals(totals.result().iterator().next()),
              UsageRows.budget(task),
              shown);
        });
  }

  private static TaskUsage.OfAttempt attempt(Row row) {
    return new TaskUsage.OfAttempt(
        row.getInteger("number"),
        row.getString("pod"),
        TaskRows.utc(row.getOffsetDateTime("started_at")),
        TaskRows.utcOrNull(row.getOffsetDateTime("ended_at")),
        row.getString("outcome"),
        UsageRows.usage(row),
        row.getLong("run_ms"),
        row.getLong("input_ms"));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.tuple()
        .addLong(session.number())
        .addString(session.owner().tenant())
        .addString(session.owner().name());
  }
}
