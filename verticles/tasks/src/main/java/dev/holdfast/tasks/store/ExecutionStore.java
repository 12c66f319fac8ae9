package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.StopReceipt;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.Workplaces;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The writes of those who execute. Every one names its lease token and fails with {@link LeaseLost}
 * where the token no longer holds, having changed nothing.
 */
public final class ExecutionStore {
  /**
   * What was written.
   *
   * @param limits those of the attempt as they are with it; empty where it booked nothing
   */
  public record Written(List<Event> events, List<LimitUse> limits) {}

  private final Postgres postgres;
  private final LimitsConfig limits;
  private final ClaimStore claims;
  private final Rooms rooms;
  private final AttemptStarts starts;
  private final ContextBooking contexts;

  /** Without limits of what runs at once. */
  public ExecutionStore(Postgres postgres, LimitsConfig limits) {
    this(postgres, limits, RunningLimits.NONE, Workplaces.NONE);
  }

  /**
   * @param running limits of what runs at once on all pods together
   * @param workplaces what some tasks need beside the pod's own room
   */
  public ExecutionStore(
      Postgres postgres, LimitsConfig limits, RunningLimits running, Workplaces workplaces) {
    this.postgres = postgres;
    this.limits = limits;
    this.claims = new ClaimStore(postgres);
    this.rooms = new Rooms(running, workplaces);
    this.starts = new AttemptStarts(limits, rooms);
    this.contexts = new ContextBooking(limits);
  }

  /** Claims up to {@code limit} sessions that have work, by turns of their tenants. */
  public Future<List<Lease>> claim(long podNo, int limit) {
    return claims.claim(podNo, limit);
  }

  /** Claims up to {@code limit} of those that wait for the key, the more urgent first. */
  public Future<List<Lease>> claimBlocked(long podNo, String key, int limit) {
    return claims.claimBlocked(podNo, key, limit);
  }

  /** Lets sessions go on that wait for what no agent of these kinds needs, see the statement. */
  public Future<Void> unblockForgotten(List<String> kinds) {
    return claims.unblockForgotten(kinds);
  }

  /** Gives a session back of which nothing has begun, to wait for the key beside its turn. */
  public Future<Void> giveBackBlocked(Lease lease, String key) {
    return postgres.inTransaction(c -> Rooms.block(c, lease, key));
  }

  /**
   * Starts the head task of a session, or gives the session back where there is none to start or no
   * room for it. A task of whose budgets nothing is left is ended instead.
   */
  public Future<Start> begin(Lease lease, String podName) {
    return postgres
        .inTransaction(
            c -> LeaseFence.fence(c, lease).compose(held -> starts.start(c, lease, podName)))
        .recover(failure ->
            failure instanceof AttemptStarts.NothingLeft refused
                ? postgres.inTransaction(c -> starts.refuse(c, lease, refused))
                : Future.failedFuture(failure));
  }

  /**
   * Progress and output of an attempt, in order.
   *
   * @param writeNo 1 for the attempt's first write, then one more each time: a repetition after an
   *     unknown outcome changes nothing and returns no events
   * @param usage booked where it is not {@link Usage#NONE}
   * @param warned the limits of which most was used before
   * @param context null where nothing is known anew
   */
  public Future<Written> write(
      Attempt attempt,
      long writeNo,
      Progress progress,
      Usage usage,
      List<NewEvent> events,
      List<LimitUse> warned,
      @Nullable ContextUse context) {
    return postgres.inTransaction(c ->
        LeaseFence.fence(c, LeaseFence.lease(attempt))
            .compose(held ->
                c.preparedQuery(TaskSql.NOTE_PROGRESS)
                    .execute(
                        Tuple.of(
                            attempt.taskNo(),
                            progress.currentIteration(),
                            progress.totalIterations(),
                            progress.tokensUsed(),
                            progress.totalTokens(),
                            writeNo)))
            .compose(noted ->
                book(c, attempt, usage)
                    .compose(used ->
                        noted.size() == 0
                            ? Future.succeededFuture(new Written(List.of(), used))
                            : contexts
                                .note(c, attempt, progress, context)
                                .compose(full ->
                                    EventLog.append(
                                        c,
                                        attempt.session().number(),
                                        told(
                                            attempt,
                                            progress,
                                            Stream.concat(events.stream(), full.stream()),
                                            used,
                                            warned)))
                                .map(written -> new Written(written, used)))));
  }

  private Future<List<LimitUse>> book(SqlConnection c, Attempt attempt, Usage usage) {
    return usage.equals(Usage.NONE)
        ? Future.succeededFuture(List.of())
        : UsageBooking.book(c, attempt, usage, limits.day());
  }

  /** The events, and a warning for each limit of which most is used for the first time. */
  private List<NewEvent> told(
      Attempt attempt,
      Progress progress,
      Stream<NewEvent> events,
      List<LimitUse> used,
      List<LimitUse> warned) {
    List<NewEvent> all = new ArrayList<>(events.toList());
    used.stream()
        .filter(limits::warns)
        .filter(each -> warned.stream().noneMatch(each::isSame))
        .forEach(each -> all.add(TaskEventCodec.budgetWarning(attempt, progress, each)));
    return all;
  }

  /** The terminal state, its event, and the session given back, at once. */
  public Future<List<Event>> finish(Attempt attempt, Progress progress, Ending ending) {
    return postgres.inTransaction(c ->
        LeaseFence.release(c, LeaseFence.lease(attempt), 1)
            .compose(held -> AttemptEnds.finish(c, attempt, progress, ending))
            .compose(outcome -> settled(c, outcome)));
  }

  /**
   * The same of a task whose end was asked for, after what is known of its agent.
   *
   * @param receipt told in an event of its own
   */
  public Future<List<Event>> cancel(Attempt attempt, Progress progress, StopReceipt receipt) {
    return postgres.inTransaction(c ->
        LeaseFence.release(c, LeaseFence.lease(attempt), 1)
            .compose(held -> AttemptEnds.cancel(c, attempt, progress, receipt))
            .compose(outcome -> settled(c, outcome)));
  }

  /**
   * Back to the head of the queue without charging the attempt: the agent was stopped in order. An
   * end that was asked for meanwhile comes first.
   *
   * @param reason why its events no longer count
   * @param receipt what is known of its agent
   */
  public Future<List<Event>> handBack(Attempt attempt, String reason, StopReceipt receipt) {
    long sessionNo = attempt.session().number();
    return takeAway(
        LeaseFence.lease(attempt),
        receipt,
        (c, lost) -> AttemptEnds.requeue(c, sessionNo, lost, lost.number() - 1, reason));
  }

  /**
   * Back to the head of the queue after a failure that may pass. What is behind it waits, so that
   * the order of the session stays; an end that was asked for meanwhile comes first.
   *
   * @param error one line, for the task's owner
   * @param delayMs milliseconds before it may begin again
   */
  public Future<List<Event>> retry(Attempt attempt, String error, long delayMs) {
    long sessionNo = attempt.session().number();
    return takeAway(
        LeaseFence.lease(attempt),
        StopReceipt.STOPPED,
        (c, lost) -> AttemptEnds.retry(c, sessionNo, lost, error, delayMs));
  }

  /**
   * Back to the head of the queue for the one further attempt that may take more turns; this one is
   * not charged. An end that was asked for meanwhile comes first.
   *
   * @param turnsMax turns that the further attempt may take
   */
  public Future<List<Event>> raiseTurns(Attempt attempt, long turnsMax) {
    long sessionNo = attempt.session().number();
    String reason = TerminationReason.MAX_TURNS.wire();
    return takeAway(
        LeaseFence.lease(attempt),
        StopReceipt.STOPPED,
        (c, lost) ->
            c.preparedQuery(UsageSql.RAISE_TURNS)
                .execute(Tuple.of(lost.taskNo(), turnsMax))
                .compose(
                    raised -> AttemptEnds.requeue(c, sessionNo, lost, lost.number() - 1, reason)));
  }

  /**
   * Takes a session from a pod that is gone. Its task goes back to the queue's head where an
   * attempt is left, else it ends visibly.
   */
  public Future<List<Event>> rescue(Lease lease) {
    return takeAway(
        lease,
        StopReceipt.WORKER_LOST,
        (c, lost) -> AttemptEnds.lostWithPod(c, lease.sessionNo(), lost));
  }

  /**
   * The same for an attempt of this pod whose worker was lost.
   *
   * @param error one line, for the task's owner
   */
  public Future<List<Event>> workerLost(Attempt attempt, String error) {
    return takeAway(
        LeaseFence.lease(attempt),
        StopReceipt.WORKER_LOST,
        (c, lost) -> AttemptEnds.lost(c, attempt.session().number(), lost, error));
  }

  /** The last thing of a transaction: whatever counted the attempt counts it no more. */
  private Future<List<Event>> settled(SqlConnection c, AttemptEnds.Outcome outcome) {
    return rooms.giveBack(c, outcome.holds()).map(outcome.events());
  }

  /** What becomes of a task whose attempt was lost and whose end nobody asked for. */
  private interface Fate {
    Future<AttemptEnds.Outcome> decide(SqlConnection c, LostAttempt lost);
  }

  private Future<List<Event>> takeAway(Lease lease, StopReceipt receipt, Fate fate) {
    return postgres.inTransaction(c ->
        LeaseFence.fence(c, lease)
            .compose(held ->
                c.preparedQuery(TaskSql.RUNNING_OF_SESSION).execute(Tuple.of(lease.sessionNo())))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(AttemptEnds.Outcome.NONE)
                    : decide(c, lease, TaskRows.lost(rows.iterator().next()), receipt, fate))
            .compose(outcome ->
                LeaseFence.release(c, lease, outcome.finished())
                    .compose(released -> settled(c, outcome))));
  }

  private static Future<AttemptEnds.Outcome> decide(
      SqlConnection c, Lease lease, LostAttempt lost, StopReceipt receipt, Fate fate) {
    return lost.cancelRequested()
        ? AttemptEnds.cancelLost(c, lease.sessionNo(), lost, receipt)
        : fate.decide(c, lost);
  }
}
