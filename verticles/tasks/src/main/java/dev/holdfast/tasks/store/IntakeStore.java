package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventLog;
import dev.holdfast.shared.event.NewEvent;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Budget;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.DependencyLimits;
import dev.holdfast.tasks.task.LimitUse;
import dev.holdfast.tasks.task.LimitsConfig;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Submissions, look-ups and cancellations; each write is one transaction, answered after its
 * commit.
 */
public final class IntakeStore {
  /**
   * A change and the events that tell of it.
   *
   * @param owner the bus address of the pod that runs the session, if any
   * @param interrupted the running task that is cancelled for this one, if any
   */
  public record Written(
      TaskRecord task, List<Event> events, @Nullable String owner, @Nullable String interrupted) {
    Written(TaskRecord task, List<Event> events, @Nullable String owner) {
      this(task, events, owner, null);
    }
  }

  private final Postgres postgres;
  private final LimitsConfig limits;
  private final DependencyLimits dependencies;
  private final boolean refusesRolled;
  private final EarlierCalls calls;

  /** With no task that waits for others, for any session that lives. */
  public IntakeStore(Postgres postgres, LimitsConfig limits) {
    this(postgres, limits, DependencyLimits.NONE, ContextConfig.NONE, 0);
  }

  /**
   * @param callAgainMs milliseconds after its end in which a call of a tool may come again under a
   *     mark that callers use for others, too
   */
  public IntakeStore(
      Postgres postgres,
      LimitsConfig limits,
      DependencyLimits dependencies,
      ContextConfig context,
      int callAgainMs) {
    this.postgres = postgres;
    this.limits = limits;
    this.dependencies = dependencies;
    this.refusesRolled = context.refusesRolled();
    this.calls = new EarlierCalls(callAgainMs);
  }

  /**
   * Task row, queue row and first event; without an event where it is a call that joined one that
   * is there. Empty where the idempotency key is taken.
   *
   * @param queueDepthMax unfinished tasks a session may have
   * @param queueMs milliseconds in which its first attempt must begin
   * @param depthMax ancestors that it may have
   */
  public Future<Optional<Written>> submit(
      SubmitTask task, String taskId, String agent, int queueDepthMax, int queueMs, int depthMax) {
    return postgres
        .inTransaction(
            task.session().owner(),
            c ->
                // First, so that a call is joined also where the queue is full.
                calls
                    .join(c, task)
                    .compose(joined ->
                        joined.isPresent()
                            ? Future.succeededFuture(joined(joined.get()))
                            : make(c, task, taskId, agent, queueDepthMax, queueMs, depthMax)))
        .map(Optional::of)
        .recover(failure ->
            failure instanceof EarlierCalls.Joined && task.idempotency() != null
                // It came at once with the session's first call, and there is a queue to lock now.
                ? submit(task, taskId, agent, queueDepthMax, queueMs, depthMax)
                : emptyWhereTaken(failure));
  }

  /**
   * The task that a call is already: one under way, or that of its key. Makes none, so it asks for
   * no room in the queue.
   */
  public Future<Optional<TaskRecord>> join(SubmitTask task) {
    Principal owner = task.session().owner();
    Idempotency key = task.idempotency();
    return postgres
        .inTransaction(owner, c -> calls.join(c, task))
        .recover(failure ->
            failure instanceof EarlierCalls.KeyTaken && key != null
                ? find(owner, key)
                : Future.failedFuture(failure));
  }

  private Future<Written> make(
      SqlConnection c,
      SubmitTask task,
      String taskId,
      String agent,
      int queueDepthMax,
      int queueMs,
      int depthMax) {
    int priority = task.plan().priority();
    return enqueue(c, task.session(), queueDepthMax, task.place().delayMs(), priority, task.claim())
        .compose(entered ->
            calls
                .requireNone(c, task)
                .compose(none -> LineageStore.parent(c, task, depthMax))
                .compose(parent ->
                    NamedTasks.find(c, task, dependencies)
                        .compose(named ->
                            insert(c, task, taskId, agent, queueMs)
                                .compose(row -> LineageStore.adopt(c, row, parent))
                                .compose(row -> named.bind(c, task, row, queueMs))))
                .compose(
                    row -> notePriority(c, task.session().number(), entered, priority).map(row))
                .compose(row -> accept(c, task, row, entered.busy())));
  }

  /** Where others wait, the next one is another than the queue was told of. */
  private static Future<Void> notePriority(
      SqlConnection c, long sessionNo, Entered entered, int priority) {
    return entered.priority() == priority
        ? Future.succeededFuture()
        : c.preparedQuery(QueueSql.NOTE_PRIORITY).execute(Tuple.of(sessionNo)).mapEmpty();
  }

  private static Written joined(TaskRecord task) {
    return new Written(task, List.of(), null);
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

  /** The task of an idempotency key; a conflict where the key belongs to another payload. */
  public Future<Optional<TaskRecord>> find(Principal principal, Idempotency idempotency) {
    return postgres
        .execute(
            principal,
            TaskSql.FIND_IDEMPOTENT,
            Tuple.of(principal.tenant(), principal.name(), idempotency.key()))
        .map(rows -> {
          if (rows.size() == 0) {
            return Optional.empty();
          }
          Row row = rows.iterator().next();
          if (!row.getString("promised").equals(idempotency.fingerprint())) {
            throw new Fault(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "the idempotency key was used before with another payload; use a new key");
          }
          return Optional.of(TaskRows.task(row));
        });
  }

  public Future<TaskRecord> get(Principal principal, String taskId) {
    return findRow(principal, taskId).map(TaskRows::task);
  }

  /**
   * Records the request for an end. A queued task is over with it; a running one is stopped by the
   * pod that runs it.
   *
   * @return no events where it had been requested before
   */
  public Future<Written> cancel(CancelTask wanted) {
    return findRow(wanted.principal(), wanted.taskId())
        .compose(found ->
            postgres.inTransaction(
                wanted.principal(),
                c ->
                    ControlGuard.require(
                            c, wanted.principal(), found.getLong("session_no"), wanted.claim())
                        .compose(may ->
                            Endings.cancel(
                                c,
                                found.getLong("session_no"),
                                found.getLong("task_no"),
                                wanted.cause()))));
  }

  /**
   * A place in a session's queue.
   *
   * @param unfinished tasks that it has now, with this one
   * @param priority the queue's, as yet
   */
  record Entered(int unfinished, int priority) {
    boolean busy() {
      return unfinished > 1;
    }
  }

  /** Takes a place in the session's queue, and its lock. */
  Future<Entered> enqueue(
      SqlConnection c,
      SessionRef session,
      int queueDepthMax,
      int delayMs,
      int priority,
      Claim claim) {
    Principal owner = session.owner();
    return c.preparedQuery(TaskSql.ENQUEUE)
        .execute(
            Tuple.of(
                session.number(),
                queueDepthMax,
                owner.tenant(),
                owner.name(),
                delayMs,
                priority,
                !refusesRolled,
                claim.hashFor(session.number()).orElse(null)))
        .compose(rows ->
            rows.size() == 1
                ? admitted(c, owner, rows.iterator().next())
                : EndedStore.requireTaking(c, session, refusesRolled)
                    .compose(live -> ControlGuard.require(c, owner, session.number(), claim))
                    .compose(may ->
                        Future.failedFuture(
                            new Fault(
                                ErrorCode.QUEUE_FULL,
                                "the session has "
                                    + queueDepthMax
                                    + " unfinished tasks, the most it may have"))));
  }

  /** The place, where something is left of the budgets. */
  private Future<Entered> admitted(SqlConnection c, Principal owner, Row queue) {
    return queue.getBoolean("used_up")
        ? Future.failedFuture(
            new Fault(ErrorCode.BUDGET_EXCEEDED, "the session's budget is used up"))
        : UsageBooking.today(c, owner, limits.day())
            .map(day -> {
              day.stream()
                  .filter(LimitUse::usedUp)
                  .findFirst()
                  .ifPresent(used -> {
                    throw new Fault(ErrorCode.BUDGET_EXCEEDED, used.told());
                  });
              return new Entered(queue.getInteger("unfinished"), queue.getInteger("priority"));
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

  Future<Row> findRow(Principal principal, String taskId) {
    return postgres
        .execute(principal, TaskSql.FIND, Tuple.of(principal.tenant(), principal.name(), taskId))
        .map(rows -> {
          if (rows.size() == 0) {
            throw new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
          }
          return rows.iterator().next();
        });
  }

  private static Future<Optional<Written>> emptyWhereTaken(Throwable failure) {
    return switch (failure) {
      case EarlierCalls.KeyTaken taken -> Future.succeededFuture(Optional.empty());
      case EarlierCalls.Joined joined -> Future.succeededFuture(Optional.of(joined(joined.task())));
      default -> Future.failedFuture(failure);
    };
  }
}
