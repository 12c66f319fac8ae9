package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** How attempts begin, inside the transaction of whoever holds the lease. */
final class AttemptStarts {
  private static final Ending NOTHING_LEFT =
      Ending.failed(
          TerminationReason.BUDGET_EXCEEDED,
          "nothing was left of its budget, its session's or its owner's");

  private final LimitsConfig limits;

  AttemptStarts(LimitsConfig limits) {
    this.limits = limits;
  }

  /**
   * Starts the head task, or gives the session back where there is none to start.
   *
   * @throws NothingLeft where nothing is left of its budgets; the transaction is rolled back then
   */
  Future<Start> start(SqlConnection c, Lease lease, String podName) {
    return c.preparedQuery(TaskSql.BEGIN)
        .execute(Tuple.of(lease.sessionNo(), podName))
        .compose(rows ->
            rows.size() == 0
                ? ExecutionStore.held(
                        c, TaskSql.RELEASE_WAITING, Tuple.of(lease.sessionNo(), lease.token()))
                    .map(released -> new Start.Nothing())
                : start(c, rows.iterator().next(), lease, podName));
  }

  /**
   * The head task ends without an attempt, unless it has ended meanwhile, and the session is given
   * back.
   */
  Future<Start> refuse(SqlConnection c, Lease lease, NothingLeft refused) {
    return ExecutionStore.fence(c, lease)
        .compose(held -> c.preparedQuery(TaskSql.LOCK_TASK).execute(Tuple.of(refused.taskNo)))
        .compose(rows -> {
          Row row = rows.iterator().next();
          boolean waits = TaskStatus.ofWire(row.getString("status")) == TaskStatus.QUEUED;
          Future<Start> ended =
              waits
                  ? AttemptEnds.endLost(c, lease, TaskRows.lost(row), NOTHING_LEFT)
                      .map(Start.Refused::new)
                  : Future.succeededFuture(new Start.Nothing());
          return ended.compose(
              start -> ExecutionStore.release(c, lease, waits ? 1 : 0).map(released -> start));
        });
  }

  private Future<Start> start(SqlConnection c, Row row, Lease lease, String podName) {
    Attempt attempt = TaskRows.attempt(row, lease.token());
    boolean usedUp = row.getBoolean("used_up");
    return UsageBooking.today(c, attempt.session().owner(), limits.day())
        .compose(day ->
            usedUp || day.stream().anyMatch(LimitUse::usedUp)
                ? Future.failedFuture(new NothingLeft(attempt.taskNo()))
                : started(c, attempt, podName));
  }

  private static Future<Start> started(SqlConnection c, Attempt attempt, String podName) {
    NewEvent event = TaskEventCodec.started(attempt, podName);
    return EventLog.append(c, attempt.session().number(), List.of(event))
        .compose(events ->
            c.preparedQuery(TaskSql.NOTE_ATTEMPT)
                .execute(
                    Tuple.of(
                        attempt.taskNo(),
                        events.getFirst().seq(),
                        attempt.leaseToken(),
                        attempt.session().number(),
                        attempt.number(),
                        podName))
                .map(noted -> new Start.Begun(attempt, events)));
  }

  /** Rolls a beginning back; never leaves this package. */
  static final class NothingLeft extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long taskNo;

    NothingLeft(long taskNo) {
      super("nothing is left of a budget", null, false, false);
      this.taskNo = taskNo;
    }
  }
}
