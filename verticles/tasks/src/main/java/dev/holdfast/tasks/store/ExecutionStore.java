package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The writes of those who execute. Every one names its lease token and fails with {@link LeaseLost}
 * where the token no longer holds, having changed nothing.
 */
public final class ExecutionStore {
  /** A begun attempt and the events that tell of it. */
  public record Begun(Attempt attempt, List<Event> events) {}

  private final Postgres postgres;
  private final ClaimStore claims;
  private final Rooms rooms;

  /** Without limits of what runs at once. */
  public ExecutionStore(Postgres postgres) {
    this(postgres, RunningLimits.NONE);
  }

  /**
   * @param limits of what runs at once on all pods together
   */
  public ExecutionStore(Postgres postgres, RunningLimits limits) {
    this.postgres = postgres;
    this.claims = new ClaimStore(postgres);
    this.rooms = new Rooms(limits);
  }

  /** Claims up to {@code limit} sessions that have work, by turns of their tenants. */
  public Future<List<Lease>> claim(long podNo, int limit) {
    return claims.claim(podNo, limit);
  }

  /** Claims up to {@code limit} of the sessions that wait for the key, longest ready first. */
  public Future<List<Lease>> claimBlocked(long podNo, String key, int limit) {
    return claims.claimBlocked(podNo, key, limit);
  }

  /** Gives a session back of which nothing has begun, to wait for the key beside its turn. */
  public Future<Void> giveBackBlocked(Lease lease, String key) {
    return postgres.inTransaction(c -> Rooms.block(c, lease, key));
  }

  /**
   * Starts the head task of a session, or gives the session back where there is none to start or no
   * room for it.
   */
  public Future<Optional<Begun>> begin(Lease lease, String podName) {
    return postgres.inTransaction(c ->
        LeaseFence.fence(c, lease)
            .compose(held -> rooms.look(c, lease))
            .compose(place ->
                switch (place) {
                  case Rooms.Place.Free free -> beginIn(c, lease, podName, free.keys());
                  case Rooms.Place.Blocked blocked -> Future.succeededFuture(Optional.empty());
                  case Rooms.Place.Nothing nothing -> wait(c, lease);
                }));
  }

  private Future<Optional<Begun>> beginIn(
      SqlConnection c, Lease lease, String podName, Set<String> keys) {
    return c.preparedQuery(TaskSql.BEGIN)
        .execute(Tuple.of(lease.sessionNo(), podName))
        .compose(rows ->
            rows.size() == 0
                ? wait(c, lease)
                : started(c, TaskRows.attempt(rows.iterator().next(), lease.token()), podName, keys)
                    .compose(begun -> rooms.take(c, keys).map(Optional.of(begun))));
  }

  private static Future<Optional<Begun>> wait(SqlConnection c, Lease lease) {
    return LeaseFence.held(c, TaskSql.RELEASE_WAITING, Tuple.of(lease.sessionNo(), lease.token()))
        .map(Optional.empty());
  }

  /**
   * Progress and output of an attempt, in order.
   *
   * @param writeNo 1 for the attempt's first write, then one more each time: a repetition after an
   *     unknown outcome changes nothing and returns no events
   * @param usage booked where it is not {@link Usage#NONE}
   */
  public Future<List<Event>> write(
      Attempt attempt, long writeNo, Progress progress, Usage usage, List<NewEvent> events) {
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
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(List.of())
                    : book(c, attempt, usage)
                        .compose(
                            booked -> EventLog.append(c, attempt.session().number(), events))));
  }

  private static Future<Void> book(SqlConnection c, Attempt attempt, Usage usage) {
    return usage.equals(Usage.NONE)
        ? Future.succeededFuture()
        : c.preparedQuery(TaskSql.BOOK_USAGE)
            .execute(
                Tuple.from(
                    new Object[] {
                      attempt.taskNo(),
                      attempt.leaseToken(),
                      usage.inputTokens(),
                      usage.outputTokens(),
                      usage.cacheReadTokens(),
                      usage.cacheWriteTokens(),
                      usage.turns(),
                      usage.toolCalls(),
                      usage.costMicros()
                    }))
            .mapEmpty();
  }

  /** The terminal state, its event, and the session given back, at once. */
  public Future<List<Event>> finish(Attempt attempt, Progress progress, Ending ending) {
    return postgres.inTransaction(c ->
        LeaseFence.release(c, LeaseFence.lease(attempt), 1)
            .compose(held ->
                ending.status() == TaskStatus.CANCELLED
                    ? AttemptEnd.lostBy(c, attempt.taskNo())
                        .map(lost -> AttemptEnd.rolledBack(lost))
                    : Future.succeededFuture(List.<NewEvent>of()))
            .compose(before -> {
              List<NewEvent> events = new ArrayList<>(before);
              events.add(
                  TaskEventCodec.ended(attempt.taskId(), attempt.number(), progress, ending));
              return AttemptEnd.end(
                  c, attempt.session().number(), attempt.taskNo(), events, ending, progress);
            })
            .compose(outcome -> settled(c, outcome)));
  }

  /**
   * Back to the head of the queue without charging the attempt: the agent was stopped in order.
   *
   * @param reason why its events no longer count
   */
  public Future<List<Event>> handBack(Attempt attempt, String reason) {
    return takeAway(
        LeaseFence.lease(attempt),
        (c, lost) ->
            AttemptEnd.requeue(c, attempt.session().number(), lost, lost.number() - 1, reason));
  }

  /**
   * Back to the head of the queue after a failure that may pass. What is behind it waits, so that
   * the order of the session stays; an end that was asked for meanwhile comes first.
   *
   * @param error one line, for the task's owner
   * @param delayMs milliseconds before it may begin again
   */
  public Future<List<Event>> retry(Attempt attempt, String error, long delayMs) {
    return takeAway(
        LeaseFence.lease(attempt),
        (c, lost) ->
            lost.cancelRequested()
                ? AttemptEnd.endLost(c, attempt.session().number(), lost, Ending.cancelled())
                : AttemptEnd.retry(c, attempt.session().number(), lost, error, delayMs));
  }

  /**
   * Takes a session from a pod that is gone. Its task goes back to the queue's head where an
   * attempt is left, else it ends visibly.
   */
  public Future<List<Event>> rescue(Lease lease) {
    return takeAway(
        lease,
        (c, lost) -> {
          if (lost.cancelRequested()) {
            return AttemptEnd.endLost(c, lease.sessionNo(), lost, Ending.cancelled());
          }
          return lost.number() < lost.maxAttempts()
              ? AttemptEnd.requeue(c, lease.sessionNo(), lost, lost.number(), "worker_lost")
              : AttemptEnd.endLost(c, lease.sessionNo(), lost, lostFor(lost));
        });
  }

  /** One attempt at most is what was asked for; of more, another might have succeeded. */
  private static Ending lostFor(LostAttempt lost) {
    String error =
        "the pod that ran attempt " + lost.number() + " of " + lost.maxAttempts() + " was lost";
    return lost.maxAttempts() > 1
        ? Ending.exhausted(TerminationReason.WORKER_LOST, error)
        : Ending.failed(TerminationReason.WORKER_LOST, error);
  }

  /** The tasks this pod runs whose end was asked for. */
  public Future<Set<String>> cancelled(long podNo) {
    return tasks(TaskSql.CANCELS_OF_POD, podNo);
  }

  /** The tasks this pod runs that were paused. */
  public Future<Set<String>> paused(long podNo) {
    return tasks(TaskSql.PAUSES_OF_POD, podNo);
  }

  private Future<Set<String>> tasks(String sql, long podNo) {
    return postgres
        .reads()
        .preparedQuery(sql)
        .execute(Tuple.of(podNo))
        .map(rows -> {
          Set<String> tasks = new HashSet<>();
          rows.forEach(row -> tasks.add(row.getString("task_id")));
          return tasks;
        })
        .recover(StoreFaults::translated);
  }

  private static Future<Begun> started(
      SqlConnection c, Attempt attempt, String podName, Set<String> keys) {
    NewEvent event =
        TaskEventCodec.started(attempt.taskId(), attempt.number(), attempt.agent(), podName);
    return EventLog.append(c, attempt.session().number(), List.of(event))
        .compose(events ->
            c.preparedQuery(TaskSql.NOTE_ATTEMPT)
                .execute(
                    Tuple.tuple()
                        .addLong(attempt.taskNo())
                        .addLong(events.getFirst().seq())
                        .addLong(attempt.leaseToken())
                        .addLong(attempt.session().number())
                        .addInteger(attempt.number())
                        .addString(podName)
                        .addArrayOfString(keys.isEmpty() ? null : keys.toArray(String[]::new)))
                .map(noted -> new Begun(attempt, events)));
  }

  /** The last thing of a transaction: whatever counted the attempt counts it no more. */
  private Future<List<Event>> settled(SqlConnection c, AttemptEnd.Outcome outcome) {
    return rooms.giveBack(c, outcome.holds()).map(outcome.events());
  }

  /** What becomes of a task whose attempt was lost. */
  private interface Fate {
    Future<AttemptEnd.Outcome> decide(SqlConnection c, LostAttempt lost);
  }

  private Future<List<Event>> takeAway(Lease lease, Fate fate) {
    return postgres.inTransaction(c ->
        LeaseFence.fence(c, lease)
            .compose(held ->
                c.preparedQuery(TaskSql.RUNNING_OF_SESSION).execute(Tuple.of(lease.sessionNo())))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(AttemptEnd.Outcome.NONE)
                    : fate.decide(c, TaskRows.lost(rows.iterator().next())))
            .compose(outcome ->
                LeaseFence.release(c, lease, outcome.finished())
                    .compose(released -> settled(c, outcome))));
  }
}
