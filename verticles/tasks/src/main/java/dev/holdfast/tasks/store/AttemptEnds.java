package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskTimings;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.StopReceipt;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.TaskTrace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How attempts end, inside the transaction of whoever holds the lease: with their task, or with the
 * task back in its queue. The attempt is closed first, so that the event that tells of it has its
 * times; what the day counts comes last, because others wait for that row.
 */
final class AttemptEnds {
  /**
   * What was written.
   *
   * @param finished tasks that ended, 0 or 1
   * @param holds the keys that counted the attempt
   */
  record Outcome(List<Event> events, int finished, Set<String> holds) {
    static final Outcome NONE = new Outcome(List.of(), 0, Set.of());
  }

  /** What the closed attempt adds to its task's times, and the times as they are then. */
  private record Closed(
      boolean wasOpen, long runMs, long inputMs, TaskTrace trace, Set<String> holds) {}

  private AttemptEnds() {}

  /** The terminal state and its event; of a task that was not cancelled. */
  static Future<Outcome> finish(
      SqlConnection c, Attempt attempt, Progress progress, Ending ending) {
    return end(c, attempt.session().number(), ended(attempt, progress), List.of(), ending);
  }

  /** The same of one that was cancelled, after what is known of its agent. */
  static Future<Outcome> cancel(
      SqlConnection c, Attempt attempt, Progress progress, StopReceipt receipt) {
    return c.preparedQuery(TaskSql.LOCK_TASK)
        .execute(Tuple.of(attempt.taskNo()))
        .map(rows -> TaskRows.lost(rows.iterator().next()))
        .compose(lost ->
            end(
                c,
                attempt.session().number(),
                ended(attempt, progress),
                beforeCancelled(lost, receipt),
                Ending.cancelled()));
  }

  /** The same as the first for a task whose attempt was lost. */
  static Future<Outcome> endLost(SqlConnection c, long sessionNo, LostAttempt lost, Ending ending) {
    return end(c, sessionNo, ended(lost), List.of(), ending);
  }

  /** The same as the second for a task whose attempt was lost. */
  static Future<Outcome> cancelLost(
      SqlConnection c, long sessionNo, LostAttempt lost, StopReceipt receipt) {
    return end(c, sessionNo, ended(lost), beforeCancelled(lost, receipt), Ending.cancelled());
  }

  /**
   * Back to the head of the queue.
   *
   * @param charged how many attempts stay charged
   * @param reason why the last one no longer counts
   */
  static Future<Outcome> requeue(
      SqlConnection c, long sessionNo, LostAttempt lost, int charged, String reason) {
    return back(c, sessionNo, lost, charged, reason, TaskEventCodec.superseded(lost, reason));
  }

  /** The same after a failure, with a pause in which nothing of the session begins. */
  static Future<Outcome> retry(
      SqlConnection c, long sessionNo, LostAttempt lost, String error, long delayMs) {
    NewEvent event = TaskEventCodec.retried(lost, error.replace('\0', '\uFFFD'), delayMs);
    return back(c, sessionNo, lost, lost.number(), "retry", event)
        .compose(outcome ->
            c.preparedQuery(TaskSql.DELAY_RETRY)
                .execute(Tuple.of(lost.taskNo(), delayMs))
                .map(outcome));
  }

  /** The pod that ran it is gone. */
  static Future<Outcome> lostWithPod(SqlConnection c, long sessionNo, LostAttempt lost) {
    String which = "attempt " + lost.number() + " of " + lost.maxAttempts();
    return lost(c, sessionNo, lost, "the pod that ran " + which + " was lost");
  }

  /** Whoever ran it is gone: back to the queue where an attempt is left, else a visible end. */
  static Future<Outcome> lost(SqlConnection c, long sessionNo, LostAttempt lost, String error) {
    return lost.number() < lost.maxAttempts()
        ? requeue(c, sessionNo, lost, lost.number(), TerminationReason.WORKER_LOST.wire())
        : endLost(c, sessionNo, lost, ending(lost, error));
  }

  /** One attempt at most is what was asked for; of more, another might have succeeded. */
  private static Ending ending(LostAttempt lost, String error) {
    return lost.maxAttempts() > 1
        ? Ending.exhausted(TerminationReason.WORKER_LOST, error)
        : Ending.failed(TerminationReason.WORKER_LOST, error);
  }

  private static Future<Outcome> back(
      SqlConnection c,
      long sessionNo,
      LostAttempt lost,
      int charged,
      String outcome,
      NewEvent event) {
    return close(c, lost.taskNo(), outcome)
        .compose(closed ->
            EventLog.append(c, sessionNo, List.of(event))
                .compose(events ->
                    c.preparedQuery(TaskSql.REQUEUE)
                        .execute(Tuple.of(lost.taskNo(), charged, closed.runMs(), closed.inputMs()))
                        .compose(done -> count(c, lost.taskNo(), 0, closed))
                        .map(done -> new Outcome(events, 0, closed.holds()))));
  }

  /** What became of the agent, and that none of its events count where they are not to. */
  private static List<NewEvent> beforeCancelled(LostAttempt lost, StopReceipt receipt) {
    NewEvent settled = TaskEventCodec.cancelSettled(lost, receipt);
    return lost.rollsBack()
        ? List.of(settled, TaskEventCodec.superseded(lost, "rolled_back"))
        : List.of(settled);
  }

  private record Ended(long taskNo, String taskId, int attempt, Progress progress) {}

  private static Ended ended(Attempt attempt, Progress progress) {
    return new Ended(attempt.taskNo(), attempt.taskId(), attempt.number(), progress);
  }

  private static Ended ended(LostAttempt lost) {
    return new Ended(lost.taskNo(), lost.taskId(), lost.number(), lost.progress().settled());
  }

  private static Future<Outcome> end(
      SqlConnection c, long sessionNo, Ended ended, List<NewEvent> before, Ending ending) {
    return close(c, ended.taskNo(), ending.reason().wire())
        .compose(closed -> {
          List<NewEvent> all = new ArrayList<>(before);
          all.add(
              TaskEventCodec.ended(
                  ended.taskId(), ended.attempt(), ended.progress(), ending, closed.trace()));
          return EventLog.append(c, sessionNo, all)
              .compose(written -> write(c, ended, ending, closed, written))
              .map(written -> new Outcome(written, 1, closed.holds()));
        });
  }

  private static Future<List<Event>> write(
      SqlConnection c, Ended ended, Ending ending, Closed closed, List<Event> written) {
    Tuple values =
        finish(ended.taskNo(), ending, ended.progress(), written.getLast().seq())
            .addLong(closed.runMs())
            .addLong(closed.inputMs())
            .addBoolean(ending.deadLetter());
    return c.preparedQuery(TaskSql.FINISH)
        .execute(values)
        .compose(rows -> {
          if (rows.size() != 1) {
            throw new IllegalStateException("a task ended twice: " + ended.taskNo());
          }
          return count(c, ended.taskNo(), 1, closed);
        })
        .map(counted -> written);
  }

  /** All values of {@link TaskSql#FINISH} but the times and whether it is a dead letter. */
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

  private static Future<Closed> close(SqlConnection c, long taskNo, String outcome) {
    return c.preparedQuery(UsageSql.CLOSE)
        .execute(Tuple.of(taskNo, outcome))
        .map(rows -> {
          Row row = rows.iterator().next();
          TaskTimings timings = TaskRows.timings(row);
          return new Closed(
              row.getBoolean("was_open"),
              row.getLong("run_ms"),
              row.getLong("input_ms"),
              new TaskTrace(row.getString("correlation_id"), timings),
              holds(row));
        });
  }

  private static Set<String> holds(Row row) {
    String[] keys = row.getArrayOfStrings("holds");
    return keys == null ? Set.of() : Set.of(keys);
  }

  private static Future<Void> count(SqlConnection c, long taskNo, int tasks, Closed closed) {
    return closed.wasOpen()
        ? c.preparedQuery(UsageSql.COUNT)
            .execute(Tuple.of(taskNo, (long) tasks, closed.runMs()))
            .mapEmpty()
        : Future.succeededFuture();
  }
}
