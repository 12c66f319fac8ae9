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
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
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

  public ExecutionStore(Postgres postgres) {
    this.postgres = postgres;
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

  /** Starts the head task of a session, or gives the session back where there is none to start. */
  public Future<Optional<Begun>> begin(Lease lease, String podName) {
    return postgres.inTransaction(c ->
        fence(c, lease)
            .compose(held ->
                c.preparedQuery(TaskSql.BEGIN).execute(Tuple.of(lease.sessionNo(), podName)))
            .compose(rows ->
                rows.size() == 0
                    ? held(c, TaskSql.RELEASE_WAITING, Tuple.of(lease.sessionNo(), lease.token()))
                        .map(Optional.<Begun>empty())
                    : started(c, TaskRows.attempt(rows.iterator().next(), lease.token()), podName)
                        .map(Optional::of)));
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
        release(c, lease(attempt), 1)
            .compose(held ->
                ending.status() == TaskStatus.CANCELLED
                    ? lostBy(c, attempt.taskNo()).map(lost -> rolledBack(lost))
                    : Future.succeededFuture(List.<NewEvent>of()))
            .compose(before -> {
              List<NewEvent> events = new ArrayList<>(before);
              events.add(
                  TaskEventCodec.ended(attempt.taskId(), attempt.number(), progress, ending));
              return end(c, attempt.session().number(), attempt.taskNo(), events, ending, progress);
            }));
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

  private static Future<Begun> started(SqlConnection c, Attempt attempt, String podName) {
    NewEvent event =
        TaskEventCodec.started(attempt.taskId(), attempt.number(), attempt.agent(), podName);
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
                .map(noted -> new Begun(attempt, events)));
  }

  /** What becomes of a task whose attempt was lost. */
  private interface Fate {
    Future<Outcome> decide(SqlConnection c, LostAttempt lost);
  }

  private record Outcome(List<Event> events, int finished) {}

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

  private static Future<Outcome> requeue(
      SqlConnection c, long sessionNo, LostAttempt lost, int charged, String reason) {
    return EventLog.append(c, sessionNo, List.of(TaskEventCodec.superseded(lost, reason)))
        .compose(events ->
            c.preparedQuery(TaskSql.REQUEUE)
                .execute(Tuple.of(lost.taskNo(), charged, reason))
                .map(done -> new Outcome(events, 0)));
  }

  private static Future<LostAttempt> lostBy(SqlConnection c, long taskNo) {
    return c.preparedQuery(TaskSql.LOCK_TASK)
        .execute(Tuple.of(taskNo))
        .map(rows -> TaskRows.lost(rows.iterator().next()));
  }

  /** What is said before a cancellation where none of the task's events are to count. */
  private static List<NewEvent> rolledBack(LostAttempt lost) {
    return lost.rollsBack() ? List.of(TaskEventCodec.superseded(lost, "rolled_back")) : List.of();
  }

  private static Future<Outcome> endLost(
      SqlConnection c, Lease lease, LostAttempt lost, Ending ending) {
    Progress progress = lost.progress().settled();
    List<NewEvent> all =
        new ArrayList<>(ending.status() == TaskStatus.CANCELLED ? rolledBack(lost) : List.of());
    all.add(TaskEventCodec.ended(lost.taskId(), lost.number(), progress, ending));
    return end(c, lease.sessionNo(), lost.taskNo(), all, ending, progress)
        .map(events -> new Outcome(events, 1));
  }

  private static Future<List<Event>> end(
      SqlConnection c,
      long sessionNo,
      long taskNo,
      List<NewEvent> events,
      Ending ending,
      Progress progress) {
    return EventLog.append(c, sessionNo, events)
        .compose(written ->
            c.preparedQuery(TaskSql.FINISH)
                .execute(finish(taskNo, ending, progress, written.getLast().seq()))
                .map(rows -> {
                  if (rows.size() != 1) {
                    throw new IllegalStateException("a task ended twice: " + taskNo);
                  }
                  return written;
                }));
  }

  static Tuple finish(long taskNo, Ending ending, Progress progress, long lastSeq) {
    return Tuple.tuple()
        .addLong(taskNo)
        .addString(ending.status().wire())
        .addString(ending.reason().wire())
        .addString(ending.error())
        .addString(ending.result())
        .addLong(progress.currentIteration())
        .addLong(progress.totalIterations())
        .addLong(progress.tokensUsed())
        .addLong(progress.totalTokens())
        .addLong(lastSeq);
  }

  static Future<Void> fence(SqlConnection c, Lease lease) {
    return held(c, TaskSql.FENCE, Tuple.of(lease.sessionNo(), lease.token()));
  }

  private static Future<Void> release(SqlConnection c, Lease lease, int finished) {
    return held(c, TaskSql.RELEASE, Tuple.of(lease.sessionNo(), lease.token(), finished));
  }

  private static Future<Void> held(SqlConnection c, String sql, Tuple values) {
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
