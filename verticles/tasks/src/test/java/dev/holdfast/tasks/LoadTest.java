package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many unfinished tasks there may be. */
final class LoadTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_64_and_65_a_principal_with_too_many_unfinished_tasks_is_refused_until_one_ends() {
    TaskPods.Pod pod =
        pods.start(
            "pod-1", Map.of("tasks.queued_per_principal_max", "2", "tasks.queued_check_ms", "0"));
    Idempotency key = new Idempotency("k", "f");
    TaskRecord first = pod.submit(pods.session("one"), ENDLESS, key);
    pod.submit(pods.session("two"), ENDLESS);
    SessionRef third = pods.session("three");
    assertFull(pod, third, "tasks.queued_per_principal_max");
    assertThat(pod.submit(first.session(), ENDLESS, key).taskId()).isEqualTo(first.taskId());
    SessionRef eves = pods.session(new Principal("acme", "eve"), "one");
    pod.submit(eves, ENDLESS);
    pod.cancel(first.taskId());
    pod.awaitEnd(first.taskId());
    assertThat(pod.submit(third, ENDLESS).taskId()).isNotEmpty();
  }

  @Test
  void row_64_and_65_a_tenant_with_too_many_unfinished_tasks_is_refused_on_a_fresh_pod_too() {
    Map<String, String> limits = Map.of("tasks.queued_per_tenant_max", "2");
    TaskPods.Pod pod = pods.start("pod-1", limits);
    pod.submit(pods.session("one"), ENDLESS);
    pod.submit(pods.session(new Principal("acme", "eve"), "one"), ENDLESS);
    assertFull(pod, pods.session("two"), "tasks.queued_per_tenant_max");
    TaskPods.Pod fresh = pods.start("pod-2", limits);
    assertFull(fresh, pods.session("three"), "tasks.queued_per_tenant_max");
    fresh.submit(pods.session(new Principal("other", "ann"), "one"), ENDLESS);
  }

  @Test
  void row_65_a_session_with_too_many_unfinished_tasks_is_refused() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.queue_depth_max", "1"));
    SessionRef session = pods.session("one");
    pod.submit(session, ENDLESS);
    assertFull(pod, session, "1 unfinished tasks");
    pod.submit(pods.session("two"), ENDLESS);
  }

  private static void assertFull(TaskPods.Pod pod, SessionRef session, String words) {
    assertThatThrownBy(
            () -> pod.submit(new SubmitTask(session, ENDLESS, null, null, null, 1, null)))
        .satisfies(failure -> {
          Fault fault = (Fault) failure;
          assertThat(fault.code()).isEqualTo(ErrorCode.QUEUE_FULL);
          assertThat(fault.code().httpStatus()).isEqualTo(429);
          assertThat(fault.code().retryable()).isTrue();
          assertThat(fault.detail()).contains(words);
        });
  }
}
