package dev.holdfast.tasks.store;

import dev.holdfast.shared.control.ControlGuard;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.DependencyLimits;
import dev.holdfast.tasks.task.LimitsConfig;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
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
  private final EarlierCalls calls;
  private final QueuePlaces places;
  private final NewTasks newTasks;

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
    this.calls = new EarlierCalls(callAgainMs);
    this.places = new QueuePlaces(limits, context.refusesRolled());
    this.newTasks = new NewTasks(limits, dependencies, places, calls);
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
                            : newTasks.make(
                                c, task, taskId, agent, queueDepthMax, queueMs, depthMax)))
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

  private static Written joined(TaskRecord task) {
    return new Written(task, List.of(), null);
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

  /** How every new task gets its place in a queue, also one that nobody submits. */
  QueuePlaces places() {
    return places;
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
