package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.store.StoreFaults;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final AttemptStarts starts;
  private final ContextBooking contexts;

  public ExecutionStore(Postgres postgres, LimitsConfig limits) {
    this.postgres = postgres;
    this.limits = limits;
    this.starts = new AttemptStarts(limits);
    this.contexts = new ContextBooking(limits);
  }

  /** Claims up to {@code limit} sessions that have work, longest ready first. */
  public Future<List<Lease>> claim(long podNo, int limit) {
    return postgres
        .reads()
        .preparedQuery(TaskSql.CLAIM)
        .execute(Tuple.of(podNo, limit))
        .map(rows -> {
          List<Lease> leases = new ArrayList<>();
          for (Row row : rows) {
            leases.add(new Lease(row.getLong("session_no"), row.getLong("lease_token")));
          }
          return leases;
        })
        .recover(StoreFaults::translated);
  }

  /**
   * Starts the head task of a session, or gives the session back where there is none to start. A
   * task of whose budgets nothing is left is ended instead.
   */
  public Future<Start> begin(Lease lease, String podName) {
    return postgres
        .inTransaction(c -> fence(c, lease).compose(held -> starts.start(c, lease, podName)))
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
        fence(c, lease(attempt))
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
        release(c, lease(attempt), 1)
            .compose(held -> AttemptEnds.finish(c, attempt, progress, ending)));
  }

  /**
   * Back to the head of the queue without charging the attempt: the agent was stopped in order.
   *
   * @param reason why its events no longer count
   */
  public Future<List<Event>> handBack(Attempt attempt, String reason) {
    return takeAway(
        lease(attempt),
        (c, lost) -> requeue(c, attempt.session().number(), lost, lost.number() - 1, reason));
  }

  /**
   * Back to the head of the queue for the one further attempt that may take more turns; this one is
   * not charged.
   *
   * @param turnsMax turns that the further attempt may take
   */
  public Future<List<Event>> raiseTurns(Attempt attempt, long turnsMax) {
    return takeAway(
        lease(attempt),
        (c, lost) ->
            c.preparedQuery(UsageSql.RAISE_TURNS)
                .execute(Tuple.of(lost.taskNo(), turnsMax))
                .compose(raised ->
                    requeue(
                        c,
                        attempt.session().number(),
                        lost,
                        lost.number() - 1,
                        TerminationReason.MAX_TURNS.wire())));
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
            return endLost(c, lease, lost, Ending.cancelled());
          }
          return lost.number() < lost.maxAttempts()
              ? requeue(c, lease.sessionNo(), lost, lost.number(), "worker_lost")
              : endLost(
                  c,
                  lease,
                  lost,
                  Ending.failed(
                      TerminationReason.WORKER_LOST,
                      "the pod that ran attempt "
                          + lost.number()
                          + " of "
                          + lost.maxAttempts()
                          + " was lost"));
        });
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

  /** What becomes of a task whose attempt was lost. */
  private interface Fate {
    Future<Outcome> decide(SqlConnection c, LostAttempt lost);
  }

  private record Outcome(List<Event> events, int finished) {}

  private static Future<Outcome> requeue(
      SqlConnection c, long sessionNo, LostAttempt lost, int charged, String reason) {
    return AttemptEnds.requeue(c, sessionNo, lost, charged, reason)
        .map(events -> new Outcome(events, 0));
  }

  private static Future<Outcome> endLost(
      SqlConnection c, Lease lease, LostAttempt lost, Ending ending) {
    return AttemptEnds.endLost(c, lease, lost, ending).map(events -> new Outcome(events, 1));
  }

  private Future<List<Event>> takeAway(Lease lease, Fate fate) {
    return postgres.inTransaction(c ->
        fence(c, lease)
            .compose(held ->
                c.preparedQuery(TaskSql.RUNNING_OF_SESSION).execute(Tuple.of(lease.sessionNo())))
            .compose(rows ->
                rows.size() == 0
                    ? Future.succeededFuture(new Outcome(List.of(), 0))
                    : fate.decide(c, TaskRows.lost(rows.iterator().next())))
            .compose(
                outcome -> release(c, lease, outcome.finished()).map(done -> outcome.events())));
  }

  static Future<Void> fence(SqlConnection c, Lease lease) {
    return held(c, TaskSql.FENCE, Tuple.of(lease.sessionNo(), lease.token()));
  }

  static Future<Void> release(SqlConnection c, Lease lease, int finished) {
    return held(c, TaskSql.RELEASE, Tuple.of(lease.sessionNo(), lease.token(), finished));
  }

  static Future<Void> held(SqlConnection c, String sql, Tuple values) {
    return c.preparedQuery(sql)
        .execute(values)
        .map(rows -> {
          if (rows.size() == 0) {
            throw new LeaseLost();
          }
          return null;
        });
  }

  static Lease lease(Attempt attempt) {
    return new Lease(attempt.session().number(), attempt.leaseToken());
  }
}
