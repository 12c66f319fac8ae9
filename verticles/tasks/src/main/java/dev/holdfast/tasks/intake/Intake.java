package dev.holdfast.tasks.intake;

import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.Hint;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.trace.Span;
import dev.holdfast.shared.trace.Tracing;
import dev.holdfast.tasks.store.CallStore;
import dev.holdfast.tasks.store.DeadLetterStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.IntakeStore.Written;
import dev.holdfast.tasks.store.LateStore;
import dev.holdfast.tasks.store.LoadStore;
import dev.holdfast.tasks.task.Commits;
import dev.holdfast.tasks.task.RunningTasks;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** What clients ask of tasks. Each answer tells of what is committed. */
public final class Intake {
  private static final int LATE_A_ROUND = 100;

  /** What refuses a submission for the moment, but not its repetition. */
  private static final Set<ErrorCode> REFUSED_NOW =
      Set.of(
          ErrorCode.SESSION_ENDED,
          ErrorCode.SESSION_ROLLED,
          ErrorCode.TASK_FINISHED,
          ErrorCode.BUDGET_EXCEEDED,
          ErrorCode.QUEUE_FULL,
          ErrorCode.REQUEST_CONFLICT,
          ErrorCode.NOT_IN_CONTROL,
          ErrorCode.UNKNOWN_TASK);

  private final IntakeConfig config;
  private final IntakeStore store;
  private final LateStore late;
  private final DeadLetterStore dead;
  private final RunningTasks running;
  private final Commits commits;
  private final PodBus pods;
  private final Load load;
  private final CallStore calls;
  private final Tracing tracing;

  public Intake(
      IntakeConfig config,
      IntakeStore store,
      LoadStore load,
      LateStore late,
      DeadLetterStore dead,
      RunningTasks running,
      Commits commits,
      PodBus pods,
      CallStore calls,
      Tracing tracing) {
    this.config = config;
    this.store = store;
    this.load = new Load(config.load(), load);
    this.late = late;
    this.dead = dead;
    this.running = running;
    this.commits = commits;
    this.pods = pods;
    this.calls = calls;
    this.tracing = tracing;
  }

  /**
   * A new task at the end of its session's queue, or the one that the idempotency key stands for,
   * or that a call of a tool joins.
   */
  public Future<SubmittedTask> submit(SubmitTask task) {
    String agent = config.agents().require(task.agent());
    config.agents().requirePresets(task.agentPreset(), task.toolPreset());
    return load.admit(task.session().owner())
        .compose(admitted -> make(task, agent), refused -> joined(task, refused))
        .recover(failure -> repeatedAnyway(task, failure));
  }

  /** What is stored with the task is the span of its acceptance. */
  private Future<SubmittedTask> make(SubmitTask task, String agent) {
    Span span = tracing.begin("accept", Tracing.Side.INSIDE, task.trace());
    return make(task.under(span.context()), agent, span)
        .onFailure(failure -> span.fail(Fault.of(failure).code().wire()));
  }

  private Future<SubmittedTask> make(SubmitTask task, String agent, Span span) {
    return store
        .submit(
            task,
            RandomId.mint("tsk"),
            agent,
            config.queueDepthMax(),
            config.queueMs(task.timeouts().queueMs()),
            config.lineageDepthMax())
        .onSuccess(written -> span.note("holdfast.agent", agent).end())
        .compose(written -> written.isPresent() ? accepted(written.get()) : repeated(task));
  }

  /** Whoever may have no more tasks may still join one that is there: that makes none. */
  private Future<SubmittedTask> joined(SubmitTask task, Throwable refused) {
    return task.call() == null
        ? Future.failedFuture(refused)
        : store
            .join(task)
            .compose(found ->
                found.isPresent() ? known(task, found.get()) : Future.failedFuture(refused));
  }

  public Future<Optional<TaskRecord>> find(FindIdempotent wanted) {
    return store.find(wanted.principal(), wanted.idempotency());
  }

  public Future<TaskRecord> get(GetTask wanted) {
    return store.get(wanted.principal(), wanted.taskId());
  }

  /** A dead letter again, at the head of its session's queue; a repetition gets the same task. */
  public Future<SubmittedTask> requeue(RequeueTask wanted) {
    return load.admit(wanted.principal())
        .compose(admitted -> dead.requeue(wanted, RandomId.mint("tsk"), config.queueMs(null)))
        .compose(written -> written.isPresent() ? accepted(written.get()) : takenUp(wanted))
        .recover(failure ->
            failure instanceof Fault fault && REFUSED_NOW.contains(fault.code())
                ? takenUp(wanted).recover(unknown -> Future.failedFuture(failure))
                : Future.failedFuture(failure));
  }

  private Future<SubmittedTask> takenUp(RequeueTask wanted) {
    return dead.takenUp(wanted.principal(), wanted.taskId())
        .map(task -> new SubmittedTask(task, true));
  }

  /**
   * Durable before it is answered; the pod that runs the task is told, and would find out by
   * itself.
   */
  public Future<TaskRecord> cancel(CancelTask wanted) {
    return store
        .cancel(wanted)
        .map(written -> {
          commits.committed(written.task().session().number(), written.events());
          running.cancel(wanted.taskId());
          String owner = written.owner();
          if (owner != null) {
            pods.hint(owner, new Hint.Cancel(wanted.taskId()));
          }
          return written.task();
        });
  }

  /** Ends tasks that waited for their beginning for longer than they may. */
  public Future<Void> expireQueued() {
    return late.expire(LATE_A_ROUND)
        .onSuccess(ended ->
            ended.forEach(
                written -> commits.committed(written.task().session().number(), written.events())))
        .mapEmpty();
  }

  private Future<SubmittedTask> accepted(Written written) {
    commits.committed(written.task().session().number(), written.events());
    if (!written.events().isEmpty()) {
      load.took(written.task().session().owner());
    }
    running.wake();
    stopInterrupted(written);
    return written.events().stream()
        .filter(event -> written.task().taskId().equals(event.taskId()))
        .findFirst()
        .map(first ->
            Future.succeededFuture(new SubmittedTask(written.task(), false, first.seq() - 1)))
        .orElseGet(() -> joinedAt(written.task()));
  }

  /** A task that was there before; where it begins is of use only to who follows a call. */
  private Future<SubmittedTask> known(SubmitTask wanted, TaskRecord task) {
    return wanted.call() == null
        ? Future.succeededFuture(new SubmittedTask(task, true))
        : joinedAt(task);
  }

  private Future<SubmittedTask> joinedAt(TaskRecord task) {
    return calls.before(task).map(before -> new SubmittedTask(task, true, before));
  }

  private void stopInterrupted(Written written) {
    String interrupted = written.interrupted();
    String owner = written.owner();
    if (interrupted != null) {
      running.cancel(interrupted);
      if (owner != null) {
        pods.hint(owner, new Hint.Cancel(interrupted));
      }
    }
  }

  /**
   * A repetition gets its first answer also when what it needed has ended, is used up or is full
   * since.
   */
  private Future<SubmittedTask> repeatedAnyway(SubmitTask task, Throwable failure) {
    Idempotency idempotency = task.idempotency();
    if (!(failure instanceof Fault fault) || !REFUSED_NOW.contains(fault.code())) {
      return Future.failedFuture(failure);
    }
    if (idempotency == null) {
      CallMark call = task.call();
      return call != null && call.reused() ? joined(task, failure) : Future.failedFuture(failure);
    }
    return store
        .find(task.session().owner(), idempotency)
        .compose(
            found -> found.isPresent() ? known(task, found.get()) : Future.failedFuture(failure));
  }

  private Future<SubmittedTask> repeated(SubmitTask task) {
    Idempotency idempotency = task.idempotency();
    if (idempotency == null) {
      throw new IllegalStateException("a task without a key cannot be repeated");
    }
    return store
        .find(task.session().owner(), idempotency)
        .compose(found ->
            found.isPresent()
                ? known(task, found.get())
                : Future.failedFuture(
                    new Fault(ErrorCode.OVERLOADED, "the first submission is not finished yet")));
  }
}
