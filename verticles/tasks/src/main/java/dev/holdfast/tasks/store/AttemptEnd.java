package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.LostAttempt;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How an attempt ends, inside the transaction that holds its session's fence. */
final class AttemptEnd {
  /**
   * What was written.
   *
   * @param finished tasks that ended, 0 or 1
   * @param holds the keys that counted the attempt
   */
  record Outcome(List<Event> events, int finished, Set<String> holds) {
    static final Outcome NONE = new Outcome(List.of(), 0, Set.of());
  }

  private AttemptEnd() {}

  /** Back to the queue's head for another attempt; {@code charged} of them stay counted. */
  static Future<Outcome> requeue(
      SqlConnection c, long sessionNo, LostAttempt lost, int charged, String reason) {
    return EventLog.append(c, sessionNo, List.of(TaskEventCodec.superseded(lost, reason)))
        .compose(events ->
            c.preparedQuery(TaskSql.REQUEUE)
                .execute(Tuple.of(lost.taskNo(), charged, reason))
                .map(rows -> new Outcome(events, 0, holds(rows.iterator().next()))));
  }

  /** The same after a failure, with a pause in which nothing of the session begins. */
  static Future<Outcome> retry(
      SqlConnection c, long sessionNo, LostAttempt lost, String error, long delayMs) {
    NewEvent event = TaskEventCodec.retried(lost, error.replace('\0', '\uFFFD'), delayMs);
    return EventLog.append(c, sessionNo, List.of(event))
        .compose(events ->
            c.preparedQuery(TaskSql.REQUEUE)
                .execute(Tuple.of(lost.taskNo(), lost.number(), "retry"))
                .compose(rows ->
                    c.preparedQuery(TaskSql.DELAY_RETRY)
                        .execute(Tuple.of(lost.taskNo(), delayMs))
                        .map(done -> new Outcome(events, 0, holds(rows.iterator().next())))));
  }

  static Future<LostAttempt> lostBy(SqlConnection c, long taskNo) {
    return c.preparedQuery(TaskSql.LOCK_TASK)
        .execute(Tuple.of(taskNo))
        .map(rows -> TaskRows.lost(rows.iterator().next()));
  }

  /** What is said before a cancellation where none of the task's events are to count. */
  static List<NewEvent> rolledBack(LostAttempt lost) {
    return lost.rollsBack() ? List.of(TaskEventCodec.superseded(lost, "rolled_back")) : List.of();
  }

  /** Ends the task of an attempt whose pod can no longer do it. */
  static Future<Outcome> endLost(SqlConnection c, long sessionNo, LostAttempt lost, Ending ending) {
    Progress progress = lost.progress().settled();
    List<NewEvent> all =
        new ArrayList<>(ending.status() == TaskStatus.CANCELLED ? rolledBack(lost) : List.of());
    all.add(TaskEventCodec.ended(lost.taskId(), lost.number(), progress, ending));
    return end(c, sessionNo, lost.taskNo(), all, ending, progress);
  }

  /** The terminal state and its events. */
  static Future<Outcome> end(
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
                  return new Outcome(written, 1, holds(rows.iterator().next()));
                }));
  }

  private static Set<String> holds(Row row) {
    String[] keys = row.getArrayOfStrings("holds");
    return keys == null ? Set.of() : Set.of(keys);
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
        .addLong(lastSeq)
        .addBoolean(ending.deadLetter());
  }
}
