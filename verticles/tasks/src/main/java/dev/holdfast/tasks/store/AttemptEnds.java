package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimings;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.TaskTrace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * How attempts end, inside the transaction of whoever holds the lease: with their task, or with the
 * task back in its queue. The attempt is closed first, so that the event that tells of it has its
 * times; what the day counts comes last, because others wait for that row.
 */
final class AttemptEnds {
  /** What the closed attempt adds to its task's times, and the times as they are then. */
  private record Closed(boolean wasOpen, long runMs, long inputMs, TaskTrace trace) {}

  private AttemptEnds() {}

  /** The terminal state and its event. */
  static Future<List<Event>> finish(
      SqlConnection c, Attempt attempt, Progress progress, Ending ending) {
    Future<List<NewEvent>> before =
        ending.status() == TaskStatus.CANCELLED
            ? lostBy(c, attempt.taskNo()).map(AttemptEnds::rolledBack)
            : Future.succeededFuture(List.of());
    return before.compose(events ->
        end(
            c,
            attempt.session().number(),
            new Ended(attempt.taskNo(), attempt.taskId(), attempt.number(), progress),
            events,
            ending));
  }

  /** The same for a task whose attempt was lost. */
  static Future<List<Event>> endLost(
      SqlConnection c, Lease lease, LostAttempt lost, Ending ending) {
    return end(
        c,
        lease.sessionNo(),
        new Ended(lost.taskNo(), lost.taskId(), lost.number(), lost.progress().settled()),
        ending.status() == TaskStatus.CANCELLED ? rolledBack(lost) : List.of(),
        ending);
  }

  /**
   * Back to the head of the queue.
   *
   * @param charged how many attempts stay charged
   * @param reason why the last one no longer counts
   */
  static Future<List<Event>> requeue(
      SqlConnection c, long sessionNo, LostAttempt lost, int charged, String reason) {
    return close(c, lost.taskNo(), reason)
        .compose(closed ->
            EventLog.append(c, sessionNo, List.of(TaskEventCodec.superseded(lost, reason)))
                .compose(events ->
                    c.preparedQuery(TaskSql.REQUEUE)
                        .execute(Tuple.of(lost.taskNo(), charged, closed.runMs(), closed.inputMs()))
                        .compose(done -> count(c, lost.taskNo(), 0, closed))
                        .map(done -> events)));
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

  private record Ended(long taskNo, String taskId, int attempt, Progress progress) {}

  private static Future<List<Event>> end(
      SqlConnection c, long sessionNo, Ended ended, List<NewEvent> before, Ending ending) {
    return close(c, ended.taskNo(), ending.reason().wire())
        .compose(closed -> {
          List<NewEvent> all = new ArrayList<>(before);
          all.add(
              TaskEventCodec.ended(
                  ended.taskId(), ended.attempt(), ended.progress(), ending, closed.trace()));
          return EventLog.append(c, sessionNo, all)
              .compose(written -> write(c, ended, ending, closed, written));
        });
  }

  private static Future<List<Event>> write(
      SqlConnection c, Ended ended, Ending ending, Closed closed, List<Event> written) {
    Tuple values =
        finish(ended.taskNo(), ending, ended.progress(), written.getLast().seq())
            .addLong(closed.runMs())
            .addLong(closed.inputMs());
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

  /** All values of {@link TaskSql#FINISH} but the times. */
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
              new TaskTrace(row.getString("correlation_id"), timings));
        });
  }

  private static Future<Void> count(SqlConnection c, long taskNo, int tasks, Closed closed) {
    return closed.wasOpen()
        ? c.preparedQuery(UsageSql.COUNT)
            .execute(Tuple.of(taskNo, (long) tasks, closed.runMs()))
            .mapEmpty()
        : Future.succeededFuture();
  }
}
