package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.task.QueueEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session's queue and the changes of its order; each change is one transaction. */
public final class QueueStore {
  /**
   * A change that was made.
   *
   * @param owner the bus address of the pod that runs the session, if any
   */
  public record Changed(List<Event> events, @Nullable String owner) {}

  private final Postgres postgres;

  public QueueStore(Postgres postgres) {
    this.postgres = postgres;
  }

  public Future<QueueView> view(SessionRef session) {
    return postgres
        .execute(session.owner(), QueueSql.HELD, key(session))
        .compose(rows ->
            rows.size() == 0
                ? Future.succeededFuture(new QueueView(false, List.of(), false))
                : places(
                    session,
                    rows.iterator().next().getBoolean("held"),
                    rows.iterator().next().getString("waits_for")));
  }

  /**
   * Makes the change.
   *
   * @throws Fault {@link ErrorCode#UNKNOWN_TASK} for a task that is not in this queue, {@link
   *     ErrorCode#TASK_STARTED} where only a waiting task can be meant, {@link
   *     ErrorCode#NOT_IN_CONTROL}
   */
  public Future<Changed> change(ChangeQueue wanted) {
    SessionRef session = wanted.session();
    QueueChange change = wanted.change();
    return postgres.inTransaction(
        session.owner(),
        c ->
            ControlGuard.require(c, session.owner(), session.number(), wanted.claim())
                .compose(may -> c.preparedQuery(QueueSql.LOCK).execute(key(session)))
                .compose(rows -> {
                  if (rows.size() == 0) {
                    return change instanceof QueueChange.Release
                        ? Future.succeededFuture(new Changed(List.of(), null))
                        : Future.failedFuture(
                            new Fault(ErrorCode.UNKNOWN_TASK, "the session has no queue yet"));
                  }
                  Row queue = rows.iterator().next();
                  return tasks(c, session)
                      .compose(tasks ->
                          new QueueOrder(c, session, queue.getBoolean("held"), tasks).make(change))
                      .compose(events -> append(c, session, events))
                      .map(events -> new Changed(events, queue.getString("address")));
                }));
  }

  private Future<QueueView> places(SessionRef session, boolean held, @Nullable String waitsFor) {
    return postgres
        .execute(
            session.owner(), QueueSql.VIEW, Tuple.of(session.number(), QueueView.PLACES_MAX + 1))
        .map(rows -> {
          List<QueueView.Place> places = new ArrayList<>();
          for (Row row : rows) {
            if (places.size() < QueueView.PLACES_MAX) {
              places.add(place(row));
            }
          }
          return new QueueView(held, places, rows.size() > QueueView.PLACES_MAX, waitsFor);
        });
  }

  private static QueueView.Place place(Row row) {
    return new QueueView.Place(
        row.getString("task_id"),
        TaskStatus.ofWire(row.getString("status")),
        row.getBoolean("held"),
        Boolean.TRUE.equals(row.getBoolean("delayed"))
            ? TaskRows.utcOrNull(row.getOffsetDateTime("not_before"))
            : null,
        waitingFor(row.getArrayOfStrings("waiting_for")));
  }

  private static List<String> waitingFor(String @Nullable [] ids) {
    return ids == null ? List.of() : List.of(ids);
  }

  private static Future<List<QueuedTask>> tasks(SqlConnection c, SessionRef session) {
    return c.preparedQuery(QueueSql.VIEW)
        .execute(Tuple.of(session.number(), Integer.MAX_VALUE))
        .map(rows -> {
          List<QueuedTask> tasks = new ArrayList<>();
          rows.forEach(row -> tasks.add(QueuedTask.of(row)));
          return tasks;
        });
  }

  private static Future<List<Event>> append(
      SqlConnection c, SessionRef session, Optional<NewEvent> event) {
    return event.isEmpty()
        ? Future.succeededFuture(List.of())
        : EventLog.append(c, session.number(), List.of(event.get()));
  }

  private static Tuple key(SessionRef session) {
    return Tuple.of(session.number(), session.owner().tenant(), session.owner().name());
  }

  /** One unfinished task as the queue's order sees it. */
  record QueuedTask(long taskNo, String taskId, TaskStatus status, boolean held, long position) {
    static QueuedTask of(Row row) {
      return new QueuedTask(
          row.getLong("task_no"),
          row.getString("task_id"),
          TaskStatus.ofWire(row.getString("status")),
          row.getBoolean("held"),
          row.getLong("position"));
    }

    boolean waits() {
      return status == TaskStatus.QUEUED;
    }

    NewEvent event(boolean nowHeld) {
      return QueueEventCodec.task(taskId, nowHeld);
    }
  }
}
