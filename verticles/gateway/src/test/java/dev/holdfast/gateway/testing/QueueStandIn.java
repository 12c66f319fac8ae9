package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.Inputs;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Questions and queues of tasks: the same contract, in memory, for one test. */
public final class QueueStandIn {
  private final TasksStandIn tasks;
  private final Map<String, InputRecord> inputs = new ConcurrentHashMap<>();
  private final Set<Long> heldSessions = ConcurrentHashMap.newKeySet();
  private final Set<String> heldTasks = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> positions = new ConcurrentHashMap<>();

  QueueStandIn(TasksStandIn tasks) {
    this.tasks = tasks;
  }

  void serve(Desk desk) {
    desk.answer(Addresses.ANSWER_INPUT, this::answer);
    desk.answer(Addresses.LIST_INPUTS, this::list);
    desk.answer(Addresses.SEND_MESSAGE, this::send);
    desk.answer(Addresses.READ_QUEUE, question -> view(question.session()));
    desk.answer(Addresses.CHANGE_QUEUE, this::change);
  }

  /** The agent of a task asks its owner, as {@code inp_1}. */
  public void ask(String taskId) {
    ask(taskId, "[{\"id\":\"yes\",\"label\":\"Go on\"}]", "{\"cost\":3}");
  }

  /** The same with these options and this detail. */
  public void ask(String taskId, String options, String detail) {
    tasks.become(taskId, TaskStatus.WAITING_INPUT, null, 0);
    inputs.put(
        taskId, new InputRecord("inp_1", "Go on?", options, detail, Others.NOW, null, null, true));
  }

  /** The text of the answer to a task's question, waited for. */
  public String answered(String taskId) {
    return Awaitility.await()
        .until(
            () ->
                Optional.ofNullable(inputs.get(taskId)).map(InputRecord::answer).map(Answer::text),
            Optional::isPresent)
        .orElseThrow();
  }

  private TaskRecord answer(AnswerInput wanted) {
    tasks.task(wanted.principal(), wanted.taskId());
    InputRecord open = inputs.get(wanted.taskId());
    if (open == null
        || !open.open()
        || (wanted.inputId() != null && !open.inputId().equals(wanted.inputId()))) {
      throw new Fault(ErrorCode.NO_OPEN_QUESTION, ErrorCode.NO_OPEN_QUESTION.meaning());
    }
    inputs.put(
        wanted.taskId(),
        new InputRecord(
            open.inputId(),
            open.prompt(),
            open.options(),
            open.detail(),
            open.askedAt(),
            wanted.answer(),
            Others.NOW,
            false));
    return tasks.become(wanted.taskId(), TaskStatus.RUNNING, null, 0);
  }

  private TaskRecord send(SendMessage wanted) {
    return tasks.task(wanted.principal(), wanted.taskId());
  }

  private Inputs list(ListInputs wanted) {
    tasks.task(wanted.principal(), wanted.taskId());
    InputRecord asked = inputs.get(wanted.taskId());
    return new Inputs(asked == null ? List.of() : List.of(asked));
  }

  private QueueView view(SessionRef session) {
    List<TaskRecord> unfinished = new ArrayList<>(tasks.unfinished(session));
    unfinished.sort(Comparator.comparing(task -> positions.getOrDefault(task.taskId(), 0)));
    return new QueueView(
        heldSessions.contains(session.number()),
        unfinished.stream()
            .map(task ->
                new QueueView.Place(
                    task.taskId(), task.status(), heldTasks.contains(task.taskId()), null))
            .toList(),
        false);
  }

  private QueueView change(ChangeQueue wanted) {
    SessionRef session = wanted.session();
    switch (wanted.change()) {
      case QueueChange.Hold hold -> heldSessions.add(session.number());
      case QueueChange.Release release -> heldSessions.remove(session.number());
      case QueueChange.Reorder reorder -> {
        reorder.taskIds().forEach(id -> waiting(session, id));
        for (int i = 0; i < reorder.taskIds().size(); i++) {
          positions.put(reorder.taskIds().get(i), i - reorder.taskIds().size());
        }
      }
      case QueueChange.HoldTask hold -> heldTasks.add(waiting(session, hold.taskId()).taskId());
      case QueueChange.ReleaseTask release ->
          heldTasks.remove(waiting(session, release.taskId()).taskId());
      case QueueChange.SendNow now ->
          positions.put(waiting(session, now.taskId()).taskId(), Integer.MIN_VALUE);
      case QueueChange.Pause pause -> heldTasks.add(find(session, pause.taskId()).taskId());
    }
    return view(session);
  }

  private TaskRecord waiting(SessionRef session, String taskId) {
    TaskRecord task = find(session, taskId);
    if (task.status() != TaskStatus.QUEUED) {
      throw new Fault(ErrorCode.TASK_STARTED, ErrorCode.TASK_STARTED.meaning());
    }
    return task;
  }

  private TaskRecord find(SessionRef session, String taskId) {
    return tasks.unfinished(session).stream()
        .filter(task -> task.taskId().equals(taskId))
        .findFirst()
        .orElseThrow(() -> new Fault(ErrorCode.UNKNOWN_TASK, ErrorCode.UNKNOWN_TASK.meaning()));
  }
}
