package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.task.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many tasks run at once on all pods together. */
final class RunningLimitsTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String SHORT = "{\"iterations\":2,\"interval_ms\":5}";

  /** The most attempts that were open at the same time: at the beginning of one of them. */
  private static final String MOST_AT_ONCE =
      """
      SELECT max((SELECT count(*) FROM attempt b
        WHERE b.started_at <= a.started_at AND (b.ended_at IS NULL OR b.ended_at > a.started_at)))
      FROM attempt a
      """;

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_62_no_more_than_the_limit_run_on_three_pods_and_all_are_completed() {
    Map<String, String> limit = with("tasks.running_max", "3");
    List<TaskPods.Pod> started =
        List.of(pods.start("a", limit), pods.start("b", limit), pods.start("c", limit));
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(started.get(i % 3).submit(pods.session("session-" + i), SHORT).taskId());
    }
    tasks.forEach(task ->
        assertThat(started.getFirst().awaitEnd(task).status()).isEqualTo(TaskStatus.COMPLETED));
    assertThat(number(MOST_AT_ONCE)).isBetween(1L, 3L);
    assertThat(number("SELECT count(DISTINCT pod) FROM attempt")).isEqualTo(3);
    assertThat(number("SELECT running FROM concurrency WHERE key = 'all'")).isZero();
    assertThat(number("SELECT count(*) FROM session_queue WHERE blocked_on IS NOT NULL")).isZero();
  }

  @Test
  void row_62_limits_of_an_agent_leave_room_for_others() {
    Map<String, String> limits = with("agents.sh.concurrency_max", "1");
    TaskPods.Pod pod = pods.start("a", limits);
    TaskRecord running = pod.submit(pods.session("sh-1"), "sh", "sleep 1000", 1);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    TaskRecord waits = pod.submit(pods.session("sh-2"), "sh", "exit 0", 1);
    TaskPods.awaitTrue(
        () -> number("SELECT count(*) FROM session_queue WHERE blocked_on = 'agent:sh'") == 1);
    TaskRecord other = pod.submit(pods.session("demo"), "demo", SHORT, 1);
    assertThat(pod.awaitEnd(other.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pod.get(waits.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    pod.cancel(running.taskId());
    assertThat(pod.awaitEnd(waits.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_62_room_of_a_lost_pod_is_given_back_once() {
    Map<String, String> limits = with("tasks.running_per_tenant_max", "1");
    // Until it hears that it is lost it would take the second task as well.
    Map<String, String> busy = new HashMap<>(limits);
    busy.put("tasks.concurrency_max", "1");
    TaskPods.Pod lost = pods.start("lost", busy);
    TaskRecord first = lost.submit(pods.session("first"), ENDLESS);
    lost.awaitStatus(first.taskId(), TaskStatus.RUNNING);
    TaskPods.Pod other = pods.start("other", limits);
    TaskRecord second = other.submit(pods.session("second"), SHORT);
    TaskPods.awaitTrue(
        () -> number("SELECT count(*) FROM session_queue WHERE blocked_on = 'tenant:acme'") == 1);
    pods.execute("UPDATE pod SET gone_at = now() WHERE name = 'lost'");
    assertThat(other.awaitEnd(first.taskId()).reason()).isEqualTo("worker_lost");
    assertThat(other.awaitEnd(second.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(number("SELECT running FROM concurrency WHERE key = 'tenant:acme'")).isZero();
  }

  @Test
  void row_62_a_wrong_count_is_put_right_and_what_it_blocked_goes_on() {
    Map<String, String> limits = new HashMap<>(with("tasks.running_max", "2"));
    limits.put("tasks.running_per_principal_max", "2");
    limits.put("tasks.running_check_ms", "50");
    pods.execute("INSERT INTO concurrency (key, running) VALUES ('all', 2)");
    TaskPods.Pod pod = pods.start("a", limits);
    TaskRecord task = pod.submit(pods.session("one"), SHORT);
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    pods.execute("UPDATE concurrency SET running = 2");
    TaskPods.awaitTrue(() -> number("SELECT count(*) FROM concurrency WHERE running > 0") == 0);
  }

  @Test
  void row_62_room_of_which_a_session_can_make_no_use_is_passed_on() {
    Map<String, String> limits = new HashMap<>(with("tasks.running_max", "2"));
    limits.put("agents.sh.concurrency_max", "1");
    limits.put("tasks.running_check_ms", "600000");
    TaskPods.Pod pod = pods.start("a", limits);
    TaskRecord first = pod.submit(pods.session("runs-1"), ENDLESS);
    TaskRecord second = pod.submit(pods.session("runs-2"), ENDLESS);
    pod.awaitStatus(first.taskId(), TaskStatus.RUNNING);
    pod.awaitStatus(second.taskId(), TaskStatus.RUNNING);
    TaskRecord takes = pod.submit(pods.session("sh-1"), "sh", "sleep 1000", 1);
    awaitBlocked("all", 1);
    TaskRecord cannot = pod.submit(pods.session("sh-2"), "sh", "exit 0", 1);
    awaitBlocked("all", 2);
    TaskRecord can = pod.submit(pods.session("demo"), SHORT);
    awaitBlocked("all", 3);
    pod.cancel(first.taskId());
    pod.awaitStatus(takes.taskId(), TaskStatus.RUNNING);
    pod.cancel(second.taskId());
    assertThat(pod.awaitEnd(can.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pod.get(cannot.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    pod.cancel(takes.taskId());
    assertThat(pod.awaitEnd(cannot.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_62_a_delay_that_ends_lets_a_blocked_session_begin_what_needs_no_room() {
    Map<String, String> limits = new HashMap<>(with("agents.sh.concurrency_max", "1"));
    limits.put("tasks.running_check_ms", "600000");
    TaskPods.Pod pod = pods.start("a", limits);
    TaskRecord running = pod.submit(pods.session("sh-1"), "sh", "sleep 1000", 1);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    SessionRef session = pods.session("mixed");
    TaskRecord delayed = pod.submit(delayed(session, 3_000));
    TaskRecord blocked = pod.submit(session, "sh", "exit 0", 1);
    awaitBlocked("agent:sh", 1);
    assertThat(pod.awaitEnd(delayed.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pod.get(blocked.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    awaitBlocked("agent:sh", 1);
    pod.cancel(running.taskId());
    assertThat(pod.awaitEnd(blocked.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void what_held_a_session_back_is_forgotten_when_something_else_comes_next() {
    TaskPods.Pod pod = pods.start("a", with("agents.sh.concurrency_max", "1"));
    TaskRecord running = pod.submit(pods.session("sh-1"), "sh", "sleep 1000", 1);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    SessionRef session = pods.session("sh-2");
    TaskRecord blocked = pod.submit(session, "sh", "exit 0", 1);
    TaskPods.awaitTrue(
        () -> number("SELECT count(*) FROM session_queue WHERE blocked_on = 'agent:sh'") == 1);
    assertThat(Await.result(pod.bus().request(Addresses.READ_QUEUE, new ReadQueue(session))))
        .extracting(QueueView::waitsFor)
        .isEqualTo("agent");
    TaskRecord next = pod.submit(session, "demo", SHORT, 1);
    pod.cancel(blocked.taskId());
    assertThat(pod.awaitEnd(next.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_session_that_waits_for_something_else_is_claimed_by_its_key_alone() {
    TaskPods.Pod pod = pods.start("a", with("tasks.poll_ms", "60000"));
    pod.drain();
    TaskPods.Pod intake = pods.start("b", Map.of());
    intake.drain();
    ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);
    SessionRef session = pods.session("by-key");
    long podNo = number("SELECT max(pod_no) FROM pod");
    pods.execute(
        "INSERT INTO session_queue (session_no, of_tenant, unfinished) VALUES ("
            + session.number()
            + ", 'acme', 1)");
    Lease lease = Await.result(store.claim(podNo, 10)).getFirst();
    Await.result(store.giveBackBlocked(lease, "worker:mine"));
    assertThat(Await.result(store.claim(podNo, 10))).isEmpty();
    assertThat(Await.result(store.claimBlocked(podNo, "worker:other", 10))).isEmpty();
    assertThat(Await.result(store.claimBlocked(podNo, "worker:mine", 10)))
        .extracting(Lease::sessionNo)
        .containsExactly(session.number());
  }

  private void awaitBlocked(String key, long sessions) {
    TaskPods.awaitTrue(() ->
        number("SELECT count(*) FROM session_queue WHERE blocked_on = '" + key + "'") == sessions);
  }

  private static SubmitTask delayed(SessionRef session, int delayMs) {
    return new SubmitTask(
        session,
        SHORT,
        "demo",
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        new TaskPlace(OnBusy.ENQUEUE, delayMs));
  }

  private static Map<String, String> with(String key, String value) {
    return Map.of(key, value);
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
