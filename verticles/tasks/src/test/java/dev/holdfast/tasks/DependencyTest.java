package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.OnDependencyFailure;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskDependencies;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait until others are completed. */
final class DependencyTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";
  private static final String WAITS = "SELECT count(*) FROM task_wait";

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_45_a_task_begins_when_all_it_depends_on_are_completed_in_any_session_and_on_any_pod() {
    TaskPods.Pod other = pods.start("pod-2");
    SessionRef a = held("ses-a");
    SessionRef b = held("ses-b");
    TaskRecord first = pod.submit(a, QUICK);
    TaskRecord second = other.submit(b, QUICK);
    SessionRef session = pods.session("ses-c");
    TaskRecord last = other.submit(after(session, first, second));
    TaskRecord behind = pod.submit(after(pods.session("ses-d"), last));
    assertThat(last.plan().dependencies().waitingFor())
        .containsExactly(first.taskId(), second.taskId());
    change(a, new QueueChange.Release());
    pod.awaitEnd(first.taskId());
    TaskPods.awaitTrue(() -> waitingFor(last.taskId()).equals(List.of(second.taskId())));
    assertThat(pod.get(last.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    change(b, new QueueChange.Release());
    assertThat(pod.awaitEnd(behind.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    TaskRecord ended = pod.get(last.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.plan().dependencies().on())
        .isEqualTo(List.of(first.taskId(), second.taskId()));
    assertThat(ended.plan().dependencies().waitingFor()).isEmpty();
    assertThat(pods.eventTypes(session, last.taskId()))
        .containsSubsequence(
            "task.accepted", "task.waiting", "task.waiting", "task.ready", "task.started");
    assertThat(pods.events(session).getFirst().data())
        .contains("\"depends_on\":[\"" + first.taskId() + "\",\"" + second.taskId() + "\"]");
    TaskPods.awaitTrue(() -> number(WAITS) == 0);
  }

  @Test
  void row_45_what_depends_on_a_failure_fails_along_the_chain_and_says_on_which() {
    SessionRef a = held("ses-a");
    TaskRecord fails = pod.submit(a, "sh", "exit 3", 1);
    SessionRef b = pods.session("ses-b");
    TaskRecord next = pod.submit(after(b, fails));
    TaskRecord last = pod.submit(after(pods.session("ses-c"), next));
    TaskRecord goesOn =
        pod.submit(
            task(
                pods.session("ses-d"),
                new TaskDependencies(
                    List.of(fails.taskId(), next.taskId()), OnDependencyFailure.RUN)));
    change(a, new QueueChange.Release());
    assertThat(pod.awaitEnd(goesOn.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    TaskRecord ended = pod.awaitEnd(next.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.reason()).isEqualTo("dependency_failed");
    assertThat(ended.error())
        .isEqualTo("the task " + fails.taskId() + ", for which it waited, is failed");
    assertThat(ended.attempt()).isZero();
    assertThat(pods.events(b).getLast().data())
        .contains("\"dependency_task_id\":\"" + fails.taskId() + "\"");
    TaskRecord cascaded = pod.awaitEnd(last.taskId());
    assertThat(cascaded.reason()).isEqualTo("dependency_failed");
    assertThat(cascaded.error()).contains(next.taskId());
    TaskRecord late = pod.submit(after(pods.session("ses-e"), fails));
    assertThat(pod.awaitEnd(late.taskId()).reason()).isEqualTo("dependency_failed");
  }

  @Test
  void row_45_what_was_completed_before_is_not_waited_for() {
    TaskRecord done = pod.awaitEnd(pod.submit(pods.session("ses-a"), QUICK).taskId());
    SessionRef b = pods.session("ses-b");
    TaskRecord next = pod.submit(after(b, done));
    assertThat(next.plan().dependencies().waitingFor()).isEmpty();
    assertThat(pod.awaitEnd(next.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pods.eventTypes(b, next.taskId())).doesNotContain("task.waiting", "task.ready");
  }

  @Test
  void row_45_only_existing_tasks_of_ones_own_can_be_named_so_that_no_circle_can_be_made() {
    SessionRef a = held("ses-a");
    TaskRecord first = pod.submit(a, QUICK);
    SessionRef eves = pods.session(new Principal("acme", "eve"), "eves");
    assertRefused(task(eves, on(first.taskId())), ErrorCode.UNKNOWN_TASK, "");
    assertRefused(task(a, on("tsk_none")), ErrorCode.UNKNOWN_TASK, "");
    assertRefused(task(a, on(first.taskId(), "tsk_none")), ErrorCode.UNKNOWN_TASK, "");
    assertThat(number("SELECT count(*) FROM task")).isEqualTo(1);
    // What comes later can wait for what was there, never the other way round.
    TaskRecord second = pod.submit(after(a, first));
    change(a, new QueueChange.Reorder(List.of(second.taskId(), first.taskId())));
    change(a, new QueueChange.Release());
    assertThat(pod.awaitEnd(second.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(
            number(
                "SELECT count(*) FROM task t JOIN task o ON o.task_id = ANY(t.depends_on)"
                    + " WHERE o.task_no >= t.task_no"))
        .isZero();
  }

  @Test
  void row_45_chains_are_no_longer_and_lists_no_wider_than_they_may_be() {
    TaskPods.Pod strict =
        pods.start(
            "strict", Map.of("tasks.dependency_depth_max", "2", "tasks.depends_on_max", "2"));
    SessionRef a = held("ses-a");
    TaskRecord first = strict.submit(a, QUICK);
    TaskRecord second = strict.submit(after(a, first));
    TaskRecord third = strict.submit(after(a, second));
    assertThatThrownBy(() -> strict.submit(after(a, third)))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> assertThat(fault.detail()).contains("tasks.dependency_depth_max", "2 "));
    assertThatThrownBy(() -> strict.submit(after(a, first, second, third)))
        .hasMessageContaining("2 tasks at most (tasks.depends_on_max)");
    change(a, new QueueChange.Release());
    strict.awaitEnd(third.taskId());
    // What is over is no part of a chain.
    TaskRecord fourth = strict.submit(after(a, third));
    assertThat(strict.awaitEnd(fourth.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_45_a_waiting_task_lets_others_pass_and_its_time_in_the_queue_begins_when_it_is_ready() {
    SessionRef a = held("ses-a");
    TaskRecord first = pod.submit(a, QUICK);
    SessionRef b = pods.session("ses-b");
    TaskRecord waits =
        pod.submit(
            new SubmitTask(
                b,
                QUICK,
                null,
                null,
                null,
                1,
                null,
                new TaskTimeouts(1, null, null),
                TaskPlace.LAST,
                TaskLimits.CONFIGURED,
                null,
                plan(on(first.taskId()))));
    assertThat(
            Await.result(pod.bus().request(Addresses.READ_QUEUE, new ReadQueue(b)))
                .places()
                .getFirst()
                .waitingFor())
        .containsExactly(first.taskId());
    TaskRecord passes = pod.submit(b, QUICK);
    assertThat(pod.awaitEnd(passes.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pod.get(waits.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    change(b, new QueueChange.SendNow(waits.taskId(), false));
    TaskRecord again = pod.submit(b, QUICK);
    pod.awaitEnd(again.taskId());
    assertThat(pod.get(waits.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    change(b, new QueueChange.Hold());
    change(a, new QueueChange.Release());
    assertThat(pod.awaitEnd(waits.taskId()).reason()).isEqualTo("timeout_queue");
    assertThat(pods.eventTypes(b, waits.taskId()))
        .containsExactly("task.accepted", "task.waiting", "task.ready", "task.failed");
  }

  @Test
  void row_45_nothing_is_lost_where_the_pod_is_that_was_to_look() {
    TaskPods.Pod gone = pods.start("gone");
    TaskRecord lost = gone.submit(held("ses-a"), ENDLESS);
    TaskRecord cancelled = gone.submit(held("ses-b"), QUICK);
    TaskRecord fails = gone.submit(after(pods.session("ses-c"), lost));
    TaskRecord ends = gone.submit(after(pods.session("ses-d"), cancelled));
    TaskRecord withdrawn = gone.submit(after(pods.session("ses-e"), cancelled));
    gone.drain();
    pods.execute(
        "UPDATE task SET status = 'failed', termination_reason = 'worker_lost', last_seq = 1,"
            + " finished_at = now() WHERE task_id = '"
            + lost.taskId()
            + "'");
    pod.cancel(withdrawn.taskId());
    pod.cancel(cancelled.taskId());
    assertThat(pod.awaitEnd(fails.taskId()).reason()).isEqualTo("dependency_failed");
    assertThat(pod.awaitEnd(ends.taskId()).error()).endsWith("is cancelled");
    assertThat(pod.get(withdrawn.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    TaskPods.awaitTrue(() -> number(WAITS) == 0);
  }

  private SessionRef held(String label) {
    SessionRef session = pods.session(label);
    pods.execute(
        "INSERT INTO session_queue (session_no, of_tenant, unfinished, held, ready_at) VALUES ("
            + session.number()
            + ", 'acme', 0, true, 'infinity')");
    return session;
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }

  private List<String> waitingFor(String taskId) {
    return pod.get(taskId).plan().dependencies().waitingFor();
  }

  private void change(SessionRef session, QueueChange change) {
    Await.result(pod.bus().request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, change)));
  }

  private void assertRefused(SubmitTask task, ErrorCode code, String words) {
    assertThatThrownBy(() -> pod.submit(task))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.detail()).contains(words);
            });
  }

  private static SubmitTask after(SessionRef session, TaskRecord... tasks) {
    return task(
        session, on(List.of(tasks).stream().map(TaskRecord::taskId).toArray(String[]::new)));
  }

  private static TaskDependencies on(String... taskIds) {
    return new TaskDependencies(List.of(taskIds), OnDependencyFailure.FAIL);
  }

  private static TaskPlan plan(TaskDependencies dependencies) {
    return new TaskPlan(TaskPlan.PRIORITY_DEFAULT, null, null, dependencies);
  }

  private static SubmitTask task(SessionRef session, TaskDependencies dependencies) {
    return new SubmitTask(
        session,
        QUICK,
        null,
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        TaskPlace.LAST,
        TaskLimits.CONFIGURED,
        null,
        plan(dependencies));
  }
}
