package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.task.Backoff;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that may pass, and what becomes of tasks that meet them. */
final class RetryTest {
  private static final String SUPERSEDED = "task.superseded";
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";
  private static final Retry AT_ONCE = new Retry(0, 0);

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_67_a_failure_that_may_pass_is_tried_again_where_the_submitter_wants_it() {
    SessionRef session = pods.session("again");
    String script = "test \"$HOLDFAST_ATTEMPT\" = 3 || exit 75";
    TaskRecord ended = pod.awaitEnd(submit(session, script, 5, AT_ONCE).taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(3);
    List<Event> superseded =
        pods.events(session).stream()
            .filter(event -> event.type().wire().equals("task.superseded"))
            .toList();
    assertThat(superseded).hasSize(2);
    assertThat(superseded.getFirst().data())
        .contains("\"reason\":\"retry\"", "\"from_seq\":2", "exit code 75");
    assertThat(number("SELECT count(*) FROM attempt WHERE outcome = 'retry'")).isEqualTo(2);
  }

  @Test
  void row_67_nothing_is_tried_again_that_would_fail_again_or_was_not_asked_for() {
    TaskRecord broken = pod.awaitEnd(submit(pods.session("broken"), "exit 1", 5, AT_ONCE).taskId());
    assertThat(broken.attempt()).isEqualTo(1);
    assertThat(broken.deadLetter()).isFalse();
    TaskRecord unasked = pod.awaitEnd(submit(pods.session("unasked"), "exit 75", 5, null).taskId());
    assertThat(unasked.attempt()).isEqualTo(1);
    assertThat(unasked.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(unasked.deadLetter()).isFalse();
  }

  @Test
  void row_67_what_is_behind_waits_until_the_attempts_are_used_up_and_then_goes_on() {
    SessionRef session = pods.session("poisoned");
    TaskRecord poisoned = submit(session, "exit 75", 2, new Retry(1_000, 1_000));
    TaskRecord behind = pod.submit(session, QUICK);
    TaskRecord dead = pod.awaitEnd(poisoned.taskId());
    assertThat(dead.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(dead.reason()).isEqualTo("agent_error");
    assertThat(dead.deadLetter()).isTrue();
    assertThat(dead.attempt()).isEqualTo(2);
    assertThat(pod.awaitEnd(behind.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(started(session))
        .containsExactly(poisoned.taskId(), poisoned.taskId(), behind.taskId());
  }

  @Test
  void row_67_a_pause_is_ended_by_its_owner() {
    SessionRef session = pods.session("paused");
    TaskRecord task = submit(session, "exit 75", 3, new Retry(600_000, 600_000));
    TaskPods.awaitTrue(() -> pods.eventTypes(session, task.taskId()).contains("task.superseded"));
    TaskRecord cancelled = pod.cancel(task.taskId());
    assertThat(cancelled.status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void row_67_the_pause_is_drawn_from_a_range_that_doubles_up_to_its_limit() {
    Random random = new Random(7);
    Retry retry = new Retry(100, 1_000);
    for (int failures = 1; failures <= 40; failures++) {
      long most = Math.min(1_000, 100L << Math.min(failures - 1, 30));
      int nth = failures;
      long[] drawn =
          LongStream.range(0, 2_000).map(i -> Backoff.delayMs(retry, nth, random)).toArray();
      assertThat(LongStream.of(drawn).max().orElseThrow()).isBetween(most * 9 / 10, most);
      assertThat(LongStream.of(drawn).min().orElseThrow()).isBetween(0L, most / 10);
    }
  }

  @Test
  void row_67_what_is_behind_begins_at_once_when_a_task_is_cancelled_or_paused_in_its_pause() {
    Retry days = new Retry(604_800_000, 604_800_000);
    SessionRef first = pods.session("cancelled-in-pause");
    TaskRecord cancelled = submit(first, "exit 75", 5, days);
    TaskPods.awaitTrue(() -> pods.eventTypes(first, cancelled.taskId()).contains(SUPERSEDED));
    TaskRecord next = pod.submit(first, QUICK);
    pod.cancel(cancelled.taskId());
    assertThat(pod.awaitEnd(next.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    SessionRef second = pods.session("held-in-pause");
    TaskRecord held = submit(second, "exit 75", 5, days);
    TaskPods.awaitTrue(() -> pods.eventTypes(second, held.taskId()).contains(SUPERSEDED));
    TaskRecord after = pod.submit(second, QUICK);
    Await.result(
        pod.bus()
            .request(
                Addresses.CHANGE_QUEUE,
                new ChangeQueue(second, new QueueChange.Pause(held.taskId()))));
    assertThat(pod.awaitEnd(after.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  private TaskRecord submit(
      SessionRef session, String script, int attempts, @Nullable Retry retry) {
    return pod.submit(
        new SubmitTask(
            session,
            script,
            "sh",
            null,
            null,
            attempts,
            null,
            TaskTimeouts.CONFIGURED,
            TaskPlace.LAST,
            TaskLimits.CONFIGURED,
            null,
            new TaskPlan(TaskPlan.PRIORITY_DEFAULT, retry)));
  }

  private List<String> started(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type().wire().equals("task.started"))
        .map(event -> String.valueOf(event.taskId()))
        .toList();
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
