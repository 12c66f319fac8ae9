package dev.holdfast.tasks.store;

import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.task.DependencyLimits;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the task of a submission inside its transaction: its place in the queue, its row, what it
 * belongs to and waits for, and its first event.
 */
final class NewTasks {
  private final LimitsConfig limits;
  private final DependencyLimits dependencies;
  private final QueuePlaces places;
  private final EarlierCalls calls;

  NewTasks(
      LimitsConfig limits, DependencyLimits dependencies, QueuePlaces places, EarlierCalls calls) {
    this.limits = limits;
    this.dependencies = dependencies;
    this.places = places;
    this.calls = calls;
  }

  /**
   * Task row, queue row and first event.
   *
   * @param queueDepthMax unfinished tasks a session may have
   * @param queueMs milliseconds in which its first attempt must begin
   * @param depthMax ancestors that it may have
   * @return fails with {@link EarlierCalls.KeyTaken} where the idempotency key stands for a task,
   *     with {@link EarlierCalls.Joined} where the same call is there
   */
  Future<Written> make(
      SqlConnection c,
      SubmitTask task,
      String taskId,
      String agent,
      int queueDepthMax,
      int queueMs,
      int depthMax) {
    int priority = task.plan().priority();
    return places
        .take(c, task.session(), queueDepthMax, task.place().delayMs(), priority, task.claim())
        .compose(taken ->
            calls
                .requireNone(c, task)
                .compose(none -> LineageStore.parent(c, task, depthMax))
                .compose(parent ->
                    NamedTasks.find(c, task, dependencies)
                        .compose(named ->
                            insert(c, task, taskId, agent, queueMs)
                                .compose(row -> LineageStore.adopt(c, row, parent))
                                .compose(row -> named.bind(c, task, row, queueMs))))
                .compose(row -> notePriority(c, task.session().number(), taken, priority).map(row))
                .compose(row -> accept(c, task, row, taken.busy())));
  }

  /** Where others wait, the next one is another than the queue was told of. */
  private static Future<Void> notePriority(
      SqlConnection c, long sessionNo, QueuePlaces.Taken taken, int priority) {
    return taken.priority() == priority
        ? Future.succeededFuture()
        : c.preparedQuery(QueueSql.NOTE_PRIORITY).execute(Tuple.of(sessionNo)).mapEmpty();
  }

  /** The first event, after what the submission does to the tasks that are there. */
  private static Future<Written> accept(SqlConnection c, SubmitTask task, Row row, boolean busy) {
    TaskRecord record = TaskRows.task(row);
    NewEvent accepted = TaskEventCodec.accepted(record);
    long sessionNo = record.session().number();
    return BusySession.makeWay(c, task.place().onBusy(), sessionNo, row.getLong("task_no"), busy)
        .compose(way -> {
          List<NewEvent> events = new ArrayList<>(way.events());
          events.add(accepted);
          if (!record.plan().dependencies().waitingFor().isEmpty()) {
            events.add(TaskEventCodec.waiting(record));
          }
          return EventLog.append(c, sessionNo, events)
              .map(written -> new Written(record, written, way.owner(), way.interrupted()));
        });
  }

  private Future<Row> insert(
      SqlConnection c, SubmitTask task, String taskId, String agent, int queueMs) {
    TaskLimits terms = limits.effective(task.limits());
    Budget budget = terms.budget();
    Idempotency idempotency = task.idempotency();
    CallMark call = task.call();
    Principal owner = task.session().owner();
    Retry retry = task.plan().retry();
    Tuple values =
        Tuple.tuple()
            .addString(taskId)
            .addLong(task.session().number())
            .addString(task.session().id())
            .addString(owner.tenant())
            .addString(owner.name())
            .addString(task.input())
            .addString(agent)
            .addString(task.agentPreset())
            .addString(task.toolPreset())
            .addInteger(task.maxAttempts())
            .addString(idempotency == null ? null : idempotency.key())
            .addString(idempotency == null ? null : idempotency.fingerprint())
            .addInteger(queueMs)
            .addInteger(task.timeouts().runMs())
            .addInteger(task.timeouts().stallMs())
            .addLong((long) task.place().delayMs())
            .addString(terms.taskType())
            .addLong(budget.tokens())
            .addLong(budget.costMicros())
            .addLong(budget.turns())
            .addLong(budget.toolCalls())
            .addLong(limits.turnsOf(terms.taskType()))
            .addBoolean(terms.acceptsPartial())
            .addString(task.correlationId())
            .addInteger(task.plan().priority())
            .addInteger(retry == null ? null : retry.backoffMs())
            .addInteger(retry == null ? null : retry.backoffMsMax())
            .addString(call == null ? null : call.request())
            .addString(call == null ? null : call.fingerprint())
            .addString(task.trace().map(TraceParent::header).orElse(null));
    return c.preparedQuery(TaskSql.INSERT)
        .execute(values)
        .map(rows -> {
          if (rows.size() == 0) {
            throw new EarlierCalls.KeyTaken();
          }
          return rows.iterator().next();
        });
  }
}
