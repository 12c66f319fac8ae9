package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.CountTasks;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.RequeueTask;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStats;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that failed in a way that may pass, and how tasks are listed and counted. */
final class DeadLetterTest {
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_67_a_dead_letter_is_listed_and_taken_up_once_before_all_that_wait() {
    SessionRef session = pods.session("dead");
    TaskRecord dead = pod.awaitEnd(poisoned(session).taskId());
    assertThat(ids(TaskFilter.DEAD_LETTERS)).containsExactly(dead.taskId());
    Await.result(
        pod.bus()
            .request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, new QueueChange.Hold())));
    TaskRecord waits = pod.submit(session, QUICK);
    SubmittedTask again = requeue(TaskPods.OWNER, dead.taskId());
    assertThat(again.repeated()).isFalse();
    assertThat(again.task().requeuedFrom()).isEqualTo(dead.taskId());
    assertThat(again.task().attempt()).isZero();
    SubmittedTask repeated = requeue(TaskPods.OWNER, dead.taskId());
    assertThat(repeated.repeated()).isTrue();
    assertThat(repeated.task().taskId()).isEqualTo(again.task().taskId());
    Await.result(
        pod.bus()
            .request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, new QueueChange.Release())));
    assertThat(pod.awaitEnd(waits.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(started(session))
        .containsExactly(
            dead.taskId(),
            dead.taskId(),
            again.task().taskId(),
            again.task().taskId(),
            waits.taskId());
    assertThat(pod.get(dead.taskId()).status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void row_67_only_dead_letters_of_ones_own_are_taken_up() {
    TaskRecord dead = pod.awaitEnd(poisoned(pods.session("own")).taskId());
    TaskRecord done = pod.awaitEnd(pod.submit(pods.session("done"), QUICK).taskId());
    assertThatThrownBy(() -> requeue(TaskPods.OWNER, done.taskId()))
        .hasMessage(ErrorCode.NOT_DEAD_LETTER.meaning());
    assertThatThrownBy(() -> requeue(new Principal("acme", "eve"), dead.taskId()))
        .hasMessage(ErrorCode.UNKNOWN_TASK.meaning());
    assertThatThrownBy(() -> requeue(TaskPods.OWNER, "tsk_none"))
        .hasMessage(ErrorCode.UNKNOWN_TASK.meaning());
  }

  @Test
  void row_64_a_dead_letter_is_taken_up_within_its_owners_limits_and_repeated_beyond_them() {
    TaskPods.Pod strict =
        pods.start(
            "strict", Map.of("tasks.queued_per_principal_max", "1", "tasks.queued_check_ms", "0"));
    TaskRecord dead = pod.awaitEnd(poisoned(pods.session("dead")).taskId());
    TaskRecord running = pod.submit(pods.session("busy"), "sh", "sleep 1000", 1);
    RequeueTask wanted = new RequeueTask(TaskPods.OWNER, dead.taskId());
    assertThatThrownBy(() -> Await.result(strict.bus().request(Addresses.REQUEUE_TASK, wanted)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.QUEUE_FULL));
    SubmittedTask again = requeue(TaskPods.OWNER, dead.taskId());
    SubmittedTask repeated = Await.result(strict.bus().request(Addresses.REQUEUE_TASK, wanted));
    assertThat(repeated.repeated()).isTrue();
    assertThat(repeated.task().taskId()).isEqualTo(again.task().taskId());
    pod.cancel(running.taskId());
  }

  @Test
  void row_41_nothing_of_a_tombstone_is_listed_as_unfinished() {
    SessionRef session = pods.session("gone");
    TaskRecord running = pod.submit(session, "sh", "sleep 1000", 1);
    assertThat(ids(TaskFilter.ACTIVE)).containsExactly(running.taskId());
    pods.execute(
        "UPDATE session SET ended_at = now(), end_status = 'completed', tombstoned_at = now()"
            + " WHERE session_no = "
            + session.number());
    assertThat(ids(TaskFilter.ACTIVE)).isEmpty();
  }

  @Test
  void row_41_unfinished_tasks_are_listed_and_all_are_counted() {
    SessionRef busy = pods.session("busy");
    TaskRecord running = pod.submit(busy, "sh", "sleep 1000", 1);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    TaskRecord waits = pod.submit(busy, QUICK);
    SessionRef other = pods.session("other");
    TaskRecord done = pod.awaitEnd(pod.submit(other, QUICK).taskId());
    assertThat(ids(TaskFilter.ACTIVE)).containsExactly(waits.taskId(), running.taskId());
    assertThat(ids(TaskFilter.ALL))
        .containsExactly(done.taskId(), waits.taskId(), running.taskId());
    TaskStats all = count(TaskPods.OWNER, null);
    assertThat(all.counts())
        .containsExactly(
            new TaskStats.Count("demo", TaskStatus.COMPLETED, 1),
            new TaskStats.Count("demo", TaskStatus.QUEUED, 1),
            new TaskStats.Count("sh", TaskStatus.RUNNING, 1));
    assertThat(all.oldestQueuedMs()).isPositive();
    assertThat(count(TaskPods.OWNER, other.number()).counts())
        .containsExactly(new TaskStats.Count("demo", TaskStatus.COMPLETED, 1));
    assertThat(count(new Principal("acme", "eve"), busy.number()).counts()).isEmpty();
    pod.cancel(running.taskId());
  }

  private TaskRecord poisoned(SessionRef session) {
    return pod.submit(
        new SubmitTask(
            session,
            "exit 75",
            "sh",
            null,
            null,
            2,
            null,
            TaskTimeouts.CONFIGURED,
            TaskPlace.LAST,
            TaskLimits.CONFIGURED,
            null,
            new TaskPlan(TaskPlan.PRIORITY_DEFAULT, new Retry(0, 0))));
  }

  private SubmittedTask requeue(Principal principal, String taskId) {
    return Await.result(
        pod.bus().request(Addresses.REQUEUE_TASK, new RequeueTask(principal, taskId)));
  }

  private TaskStats count(Principal principal, @Nullable Long session) {
    return Await.result(
        pod.bus().request(Addresses.COUNT_TASKS, new CountTasks(principal, session)));
  }

  private List<String> ids(TaskFilter filter) {
    ListTasks wanted = new ListTasks(TaskPods.OWNER, null, null, null, 50, filter);
    return Await.result(pod.bus().request(Addresses.LIST_TASKS, wanted)).tasks().stream()
        .map(TaskRecord::taskId)
        .toList();
  }

  private List<String> started(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type().wire().equals("task.started"))
        .map(event -> String.valueOf(event.taskId()))
        .toList();
  }
}
