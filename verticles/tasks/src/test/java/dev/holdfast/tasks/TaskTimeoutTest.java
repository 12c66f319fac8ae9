package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each time that may run out has a reason of its own. */
final class TaskTimeoutTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String SILENT = "{\"iterations\":2,\"interval_ms\":60000}";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_66_a_task_that_runs_for_too_long_ends_as_timeout_run() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(timed("long", ENDLESS, new TaskTimeouts(null, 300, null)));
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.reason()).isEqualTo("timeout_run");
  }

  @Test
  void row_66_an_agent_that_is_silent_for_too_long_ends_as_timeout_stall() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(timed("silent", SILENT, new TaskTimeouts(null, null, 300)));
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("timeout_stall");
  }

  @Test
  void row_66_a_task_that_waits_for_too_long_ends_as_timeout_queue_and_the_next_one_moves_up() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord first = pod.submit(pods.session("busy"), ENDLESS);
    pod.awaitStatus(first.taskId(), TaskStatus.RUNNING);
    SubmitTask late =
        new SubmitTask(
            first.session(),
            "{}",
            null,
            null,
            null,
            1,
            null,
            new TaskTimeouts(1, null, null),
            TaskPlace.LAST,
            TaskLimits.CONFIGURED,
            null,
            TaskPlan.DEFAULT);
    TaskRecord second = pod.submit(late);
    TaskRecord ended = pod.awaitEnd(second.taskId());
    assertThat(ended.reason()).isEqualTo("timeout_queue");
    assertThat(ended.attempt()).isZero();
    TaskRecord third = pod.submit(first.session(), "{\"iterations\":1,\"interval_ms\":1}");
    pod.cancel(first.taskId());
    assertThat(pod.awaitEnd(third.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_task_may_ask_for_less_time_than_configured_but_not_for_more() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.run_ms_max", "300"));
    TaskRecord task = pod.submit(timed("greedy", ENDLESS, new TaskTimeouts(null, 600_000, null)));
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("timeout_run");
  }

  private SubmitTask timed(String session, String input, TaskTimeouts timeouts) {
    return new SubmitTask(
        pods.session(session),
        input,
        null,
        null,
        null,
        1,
        null,
        timeouts,
        TaskPlace.LAST,
        TaskLimits.CONFIGURED,
        null,
        TaskPlan.DEFAULT);
  }
}
