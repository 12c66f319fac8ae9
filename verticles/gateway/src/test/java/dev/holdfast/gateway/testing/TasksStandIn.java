package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.SessionWork;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskAccount;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStats;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Tasks: the same contract, in memory, for one test; nothing is ever executed. */
public final class TasksStandIn {
  private final List<TaskRecord> tasks = new CopyOnWriteArrayList<>();
  private final Map<Idempotency, String> idempotent = new ConcurrentHashMap<>();
  private final Map<String, CallMark> marks = new ConcurrentHashMap<>();

  /** What every session has to do. */
  public volatile SessionWork work = new SessionWork(0, null, null);

  void serve(Desk desk) {
    desk.answer(Addresses.SUBMIT_TASK, this::submit);
    desk.answer(Addresses.FIND_IDEMPOTENT, this::findIdempotent);
    desk.answer(Addresses.GET_TASK, question -> task(question.principal(), question.taskId()));
    desk.answer(Addresses.LIST_TASKS, this::list);
    desk.answer(Addresses.CANCEL_TASK, question -> cancel(question.principal(), question.taskId()));
    desk.answer(
        Addresses.CANCEL_CALL,
        question -> {
          List<String> made =
              tasks.stream()
                  .filter(task -> !task.status().terminal())
                  .map(TaskRecord::taskId)
                  .filter(id -> isOf(id, question.request()))
                  .toList();
          if (made.size() != 1) {
            return 0;
          }
          cancel(question.principal(), made.getFirst());
          return 1;
        });
    desk.answer(
        Addresses.REQUEUE_TASK,
        question -> new SubmittedTask(task(question.principal(), question.taskId()), true));
    desk.answer(
        Addresses.COUNT_TASKS,
        question ->
            new TaskStats(
                List.of(new TaskStats.Count("demo", TaskStatus.QUEUED, tasks.size())), 5, 0));
    desk.answer(Addresses.DESCRIBE_WORK, question -> work);
    desk.answer(
        Addresses.READ_SNAPSHOT,
        question -> new SessionSnapshot(42, 7, true, List.copyOf(tasks), false));
  }

  /** Changes a task as its execution would. */
  public TaskRecord become(
      String taskId, TaskStatus status, @Nullable String result, long lastSeq) {
    for (int i = 0; i < tasks.size(); i++) {
      TaskRecord was = tasks.get(i);
      if (was.taskId().equals(taskId)) {
        TaskRecord now = changed(was, status, result, lastSeq);
        tasks.set(i, now);
        return now;
      }
    }
    throw new IllegalStateException("no task " + taskId);
  }

  private SubmittedTask submit(SubmitTask question) {
    Idempotency idempotency = question.idempotency();
    if (idempotency != null) {
      Optional<TaskRecord> found =
          findIdempotent(new FindIdempotent(question.session().owner(), idempotency));
      if (found.isPresent()) {
        return new SubmittedTask(found.get(), true);
      }
    }
    CallMark call = question.call();
    Optional<TaskRecord> same = same(question, call);
    if (same.isPresent()) {
      return new SubmittedTask(same.get(), true);
    }
    TaskRecord task =
        new TaskRecord(
            RandomId.mint("tsk"),
            question.session(),
            question.input(),
            question.agent() == null ? "demo" : question.agent(),
            question.agentPreset(),
            question.toolPreset(),
            TaskStatus.QUEUED,
            Progress.NONE,
            0,
            question.maxAttempts(),
            null,
            Others.NOW,
            null,
            null,
            null,
            null,
            null,
            null,
            0,
            new TaskAccount(question.limits(), null, TaskTimings.NONE, question.correlationId()),
            question.plan(),
            false,
            null);
    tasks.add(task);
    if (call != null) {
      marks.put(task.taskId(), call);
    }
    if (idempotency != null) {
      idempotent.put(idempotency, task.taskId());
    }
    return new SubmittedTask(task, false);
  }

  /** As if every call that ended had ended just now. */
  private Optional<TaskRecord> same(SubmitTask question, @Nullable CallMark call) {
    return tasks.stream()
        .filter(each -> call != null && call.reused())
        .filter(each -> each.session().equals(question.session()))
        .filter(each -> Objects.equals(call, marks.get(each.taskId())))
        .findFirst();
  }

  private boolean isOf(String taskId, String request) {
    CallMark mark = marks.get(taskId);
    return mark != null && request.equals(mark.request());
  }

  private Optional<TaskRecord> findIdempotent(FindIdempotent question) {
    for (Map.Entry<Idempotency, String> entry : idempotent.entrySet()) {
      if (entry.getKey().key().equals(question.idempotency().key())) {
        if (!entry.getKey().fingerprint().equals(question.idempotency().fingerprint())) {
          throw new Fault(ErrorCode.IDEMPOTENCY_CONFLICT, "the key was used otherwise");
        }
        return Optional.of(task(question.principal(), entry.getValue()));
      }
    }
    return Optional.empty();
  }

  /** The id of a session's newest task, waited for. */
  public String newest(SessionRef session) {
    return Awaitility.await()
        .until(
            () ->
                tasks.reversed().stream()
                    .filter(each -> each.session().equals(session))
                    .map(TaskRecord::taskId)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The tasks of a session that have not ended, oldest first. */
  List<TaskRecord> unfinished(SessionRef session) {
    return tasks.stream()
        .filter(each -> each.session().equals(session))
        .filter(each -> !each.status().terminal())
        .toList();
  }

  TaskRecord task(Principal principal, String taskId) {
    return tasks.stream()
        .filter(each -> each.taskId().equals(taskId))
        .filter(each -> each.session().owner().equals(principal))
        .findFirst()
        .orElseThrow(() -> new Fault(ErrorCode.UNKNOWN_TASK, "no such task"));
  }

  private TaskPage list(ListTasks question) {
    List<TaskRecord> all =
        tasks.reversed().stream()
            .filter(each -> each.session().owner().equals(question.principal()))
            .filter(each ->
                question.sessionNo() == null || each.session().number() == question.sessionNo())
            .filter(each -> question.status() == null || each.status() == question.status())
            .toList();
    return all.size() <= question.limit()
        ? new TaskPage(all, null)
        : new TaskPage(all.subList(0, question.limit()), 7L);
  }

  private TaskRecord cancel(Principal principal, String taskId) {
    TaskRecord was = task(principal, taskId);
    return switch (was.status()) {
      case QUEUED -> become(taskId, TaskStatus.CANCELLED, null, 2);
      case RUNNING, WAITING_INPUT -> was;
      case COMPLETED, FAILED, CANCELLED ->
          throw new Fault(ErrorCode.TASK_FINISHED, "the task has ended");
    };
  }

  private static TaskRecord changed(
      TaskRecord was, TaskStatus status, @Nullable String result, long lastSeq) {
    boolean ended = status.terminal();
    return new TaskRecord(
        was.taskId(),
        was.session(),
        was.input(),
        was.agent(),
        was.agentPreset(),
        was.toolPreset(),
        status,
        new Progress(2, 5, 120, 300),
        1,
        was.maxAttempts(),
        "pod-1",
        was.createdAt(),
        Others.NOW,
        ended ? Others.NOW : null,
        ended ? null : Others.NOW,
        ended ? status.wire() : null,
        null,
        result,
        lastSeq,
        was.account(),
        was.plan(),
        was.deadLetter(),
        was.requeuedFrom());
  }
}
