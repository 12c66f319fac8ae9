package dev.holdfast.gateway.session;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.CancelCall;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.Inputs;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStats;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads, cancels and answers a principal's tasks, and orders the queues of its sessions. */
public final class TaskQueries {
  public static final int PAGE_DEFAULT = 50;
  public static final int PAGE_MAX = 200;

  private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final Bus bus;
  private final Usages usages;

  public TaskQueries(Bus bus) {
    this.bus = bus;
    this.usages = new Usages(bus, Clock.systemUTC());
  }

  /** What the tasks used. */
  public Usages usages() {
    return usages;
  }

  public Future<TaskRecord> get(Principal principal, String taskId) {
    return isPossible(taskId)
        ? bus.request(Addresses.GET_TASK, new GetTask(principal, taskId))
        : Future.failedFuture(unknown());
  }

  /** As from anyone. */
  public Future<TaskRecord> cancel(Principal principal, String taskId) {
    return cancel(principal, taskId, Claim.ANYONE);
  }

  public Future<TaskRecord> cancel(Principal principal, String taskId, Claim claim) {
    return isPossible(taskId)
        ? bus.request(Addresses.CANCEL_TASK, new CancelTask(principal, taskId, claim))
        : Future.failedFuture(unknown());
  }

  /**
   * Cancels the unfinished call of a request; none where it has several.
   *
   * @param mark the request's, as the call was submitted with it
   */
  public Future<Integer> cancelCall(Principal principal, String mark) {
    return bus.request(Addresses.CANCEL_CALL, new CancelCall(principal, mark));
  }

  /** Takes a dead letter up again. */
  public Future<SubmittedTask> requeue(Principal principal, String taskId, Claim claim) {
    return isPossible(taskId)
        ? bus.request(Addresses.REQUEUE_TASK, new RequeueTask(principal, taskId, claim))
        : Future.failedFuture(unknown());
  }

  public Future<TaskStats> count(CountTasks wanted) {
    return bus.request(Addresses.COUNT_TASKS, wanted);
  }

  /** Answers the open question of a task, as from anyone. */
  public Future<TaskRecord> answer(Principal principal, String taskId, InputAnswer answer) {
    return answer(principal, taskId, answer, Claim.ANYONE);
  }

  /** Answers the open question of a task. */
  public Future<TaskRecord> answer(
      Principal principal, String taskId, InputAnswer answer, Claim claim) {
    return isPossible(taskId)
        ? bus.request(
            Addresses.ANSWER_INPUT,
            new AnswerInput(principal, taskId, answer.inputId(), answer.answer(), claim))
        : Future.failedFuture(unknown());
  }

  /** Sends a text to the agent of a task, as from anyone. */
  public Future<TaskRecord> send(Principal principal, String taskId, TaskMessage message) {
    return send(principal, taskId, message, Claim.ANYONE);
  }

  /** Sends a text to the agent of a task. */
  public Future<TaskRecord> send(
      Principal principal, String taskId, TaskMessage message, Claim claim) {
    return isPossible(taskId)
        ? bus.request(
            Addresses.SEND_MESSAGE, new SendMessage(principal, taskId, message.text(), claim))
        : Future.failedFuture(unknown());
  }

  /** What the agent of a task asked, newest first. */
  public Future<Inputs> inputs(Principal principal, String taskId) {
    return isPossible(taskId)
        ? bus.request(Addresses.LIST_INPUTS, new ListInputs(principal, taskId))
        : Future.failedFuture(unknown());
  }

  public Future<QueueView> queue(SessionRef session) {
    return bus.request(Addresses.READ_QUEUE, new ReadQueue(session));
  }

  /** The queue as it is after the change, which is made as from anyone. */
  public Future<QueueView> change(SessionRef session, QueueChange change) {
    return change(session, change, Claim.ANYONE);
  }

  /** The queue as it is after the change. */
  public Future<QueueView> change(SessionRef session, QueueChange change, Claim claim) {
    return bus.request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, change, claim));
  }

  public Future<TaskPage> list(ListTasks page) {
    return bus.request(Addresses.LIST_TASKS, page);
  }

  /** The state of that wire name; null for none given. */
  public static @Nullable TaskStatus status(@Nullable String wire, ErrorCode otherwise) {
    if (wire == null) {
      return null;
    }
    Optional<TaskStatus> status =
        Arrays.stream(TaskStatus.values()).filter(each -> each.wire().equals(wire)).findFirst();
    return status.orElseThrow(() ->
        new Fault(
            otherwise,
            "status must be one of "
                + String.join(
                    ", ", Arrays.stream(TaskStatus.values()).map(TaskStatus::wire).toList())));
  }

  /** Which tasks are meant; at most one of the three may be given. */
  public static TaskFilter filter(
      boolean active, boolean deadLetter, @Nullable TaskStatus status, ErrorCode otherwise) {
    if ((active && deadLetter) || (status != null && (active || deadLetter))) {
      throw new Fault(otherwise, "only one of status, active and dead_letter may be given");
    }
    if (active) {
      return TaskFilter.ACTIVE;
    }
    return deadLetter ? TaskFilter.DEAD_LETTERS : TaskFilter.ALL;
  }

  /** What cannot be an id is answered like an id that nobody has. */
  static boolean isPossible(String taskId) {
    return TASK_ID.matcher(taskId).matches();
  }

  static Fault unknown() {
    return new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning());
  }
}
