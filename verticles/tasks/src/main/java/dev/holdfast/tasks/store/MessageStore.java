package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Takes texts of owners for the agents of their tasks; one transaction each. */
public final class MessageStore {
  private final Postgres postgres;

  public MessageStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * The text and the event that tells of it.
   *
   * @param max texts that a task may have
   */
  public Future<Written> send(SendMessage wanted, IntakeStore tasks, int max) {
    return tasks
        .findRow(wanted.principal(), wanted.taskId())
        .compose(found ->
            postgres.inTransaction(
                wanted.principal(),
                c ->
                    ControlGuard.require(
                            c, wanted.principal(), found.getLong("session_no"), wanted.claim())
                        .compose(may ->
                            c.preparedQuery(TaskSql.LOCK_QUEUE)
                                .execute(Tuple.of(found.getLong("session_no"))))
                        .compose(locked -> add(c, found.getLong("task_no"), wanted.text(), max))));
  }

  private static Future<Written> add(SqlConnection c, long taskNo, String text, int max) {
    return c.preparedQuery(TaskSql.LOCK_TASK)
        .execute(Tuple.of(taskNo))
        .compose(rows -> {
          Row row = rows.iterator().next();
          TaskRecord task = TaskRows.task(row);
          return task.status().terminal()
              ? Future.failedFuture(
                  new Fault(ErrorCode.TASK_FINISHED, "the task is already " + task.status().wire()))
              : c.preparedQuery(MessageSql.ADD)
                  .execute(Tuple.of(taskNo, text, max))
                  .compose(added -> told(c, task, text, added.size() > 0, max));
        });
  }

  private static Future<Written> told(
      SqlConnection c, TaskRecord task, String text, boolean added, int max) {
    return added
        ? EventLog.append(c, task.session().number(), List.of(TaskEventCodec.message(task, text)))
            .map(events -> new Written(task, events, null))
        : Future.failedFuture(
            new Fault(
                ErrorCode.TOO_MANY_REQUESTS,
                "a task may have " + max + " messages (tasks.messages_max)"));
  }
}
