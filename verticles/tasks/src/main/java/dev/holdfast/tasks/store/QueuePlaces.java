package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Places in the queues of sessions, taken inside the transaction of whoever makes a task: where
 * there is room, the session takes tasks, its control is not somebody else's, and its budgets are
 * not used up.
 */
final class QueuePlaces {
  private final LimitsConfig limits;
  private final boolean refusesRolled;

  /**
   * @param refusesRolled whether a session that another one goes on for takes no more tasks
   */
  QueuePlaces(LimitsConfig limits, boolean refusesRolled) {
    this.limits = limits;
    this.refusesRolled = refusesRolled;
  }

  /**
   * A place in a session's queue.
   *
   * @param unfinished tasks that it has now, with this one
   * @param priority the queue's, as yet
   */
  record Taken(int unfinished, int priority) {
    boolean busy() {
      return unfinished > 1;
    }
  }

  /** Takes a place in the session's queue, and its lock. */
  Future<Taken> take(
      SqlConnection c,
      SessionRef session,
      int queueDepthMax,
      int delayMs,
      int priority,
      Claim claim) {
    Principal owner = session.owner();
    return c.preparedQuery(TaskSql.ENQUEUE)
        .execute(
            Tuple.of(
                session.number(),
                queueDepthMax,
                owner.tenant(),
                owner.name(),
                delayMs,
                priority,
                !refusesRolled,
                claim.hashFor(session.number()).orElse(null)))
        .compose(rows ->
            rows.size() == 1
                ? admitted(c, owner, rows.iterator().next())
                : EndedStore.requireTaking(c, session, refusesRolled)
                    .compose(live -> ControlGuard.require(c, owner, session.number(), claim))
                    .compose(may ->
                        Future.failedFuture(
                            new Fault(
                                ErrorCode.QUEUE_FULL,
                                "the session has "
                                    + queueDepthMax
                                    + " unfinished tasks, the most it may have"))));
  }

  /** The place, where something is left of the budgets. */
  private Future<Taken> admitted(SqlConnection c, Principal owner, Row queue) {
    return queue.getBoolean("used_up")
        ? Future.failedFuture(
            new Fault(ErrorCode.BUDGET_EXCEEDED, "the session's budget is used up"))
        : UsageBooking.today(c, owner, limits.day())
            .map(day -> {
              day.stream()
                  .filter(LimitUse::usedUp)
                  .findFirst()
                  .ifPresent(used -> {
                    throw new Fault(ErrorCode.BUDGET_EXCEEDED, used.told());
                  });
              return new Taken(queue.getInteger("unfinished"), queue.getInteger("priority"));
            });
  }
}
