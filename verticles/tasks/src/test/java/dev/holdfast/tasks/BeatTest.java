package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.tasks.task.Pulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A pod's sign of life depends on nothing else it does, and it knows by itself when it gave none.
 */
final class BeatTest {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO session_queue%'";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_50_a_pod_whose_event_loops_are_all_blocked_goes_on_saying_that_it_is_alive()
      throws InterruptedException {
    TaskPods.Pod pod = pods.start("pod-1");
    CountDownLatch enough = new CountDownLatch(1);
    int loops = 4 * Runtime.getRuntime().availableProcessors();
    CountDownLatch blocked = new CountDownLatch(loops / 2);
    try {
      for (int i = 0; i < loops; i++) {
        // A thread that is none of Vert.x's gets a context of its own, on the next event loop.
        Thread.ofPlatform()
            .start(() -> pod.vertx().runOnContext(here -> block(blocked, enough)))
            .join();
      }
      TaskPods.awaitTrue(() -> blocked.getCount() == 0);
      for (int beat = 0; beat < 5; beat++) {
        String before = beatAt();
        TaskPods.awaitTrue(() -> !beatAt().equals(before));
      }
    } finally {
      enough.countDown();
    }
  }

  @Test
  void row_50_a_pod_whose_connections_are_all_waiting_goes_on_saying_that_it_is_alive()
      throws SQLException {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("crowded");
    int connections = pods.config().poolSize();
    try (Connection connection = pods.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE session_queue IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < 2 * connections; i++) {
        SubmitTask task = new SubmitTask(session, "{}", null, null, null, 1, null);
        pod.bus().request(Addresses.SUBMIT_TASK, task);
      }
      TaskPods.awaitTrue(() -> pods.query(WAITING, row -> row.getInt(1)) >= connections);
      for (int beat = 0; beat < 5; beat++) {
        String before = beatAt();
        TaskPods.awaitTrue(() -> !beatAt().equals(before));
      }
      connection.rollback();
    }
  }

  @Test
  void row_50_a_pod_that_cannot_say_that_it_is_alive_stops_what_it_runs_and_loses_nothing()
      throws SQLException {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.fence_ms", "600"));
    SessionRef session = pods.session("cut-off");
    TaskRecord task = pod.submit(session, "sh", "sleep 1000", 1);
    String marker = "HOLDFAST_TASK_ID=" + task.taskId();
    TaskPods.awaitTrue(() -> Processes.withEnvironment(marker) > 0);
    TaskRecord waiting;
    try (Connection connection = pods.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM pod FOR UPDATE");
      TaskPods.awaitTrue(() -> Processes.withEnvironment(marker) == 0);
      waiting = pod.awaitStatus(task.taskId(), TaskStatus.QUEUED);
      connection.commit();
    }
    assertThat(waiting.attempt()).isZero();
    TaskPods.awaitTrue(() -> Processes.withEnvironment(marker) > 0);
    assertThat(pod.awaitStatus(task.taskId(), TaskStatus.RUNNING).attempt()).isEqualTo(1);
    assertThat(
            pods.events(session).stream()
                .filter(event -> event.type().wire().equals("task.superseded"))
                .map(event -> event.data().contains("\"reason\":\"fenced\""))
                .toList())
        .containsExactly(true);
    pod.cancel(task.taskId());
    pod.awaitEnd(task.taskId());
  }

  @Test
  void a_pulse_counts_from_when_a_beat_was_sent() {
    Pulse pulse = new Pulse(600_000);
    assertThat(pulse.isStale()).isFalse();
    pulse.heard(System.nanoTime() - 700_000L * 1_000_000);
    assertThat(pulse.isStale()).isTrue();
    pulse.heard(System.nanoTime());
    assertThat(pulse.isStale()).isFalse();
  }

  @Test
  void a_pod_is_not_fenced_between_two_beats() {
    assertThatThrownBy(() -> pods.start("pod-1", Map.of("tasks.fence_ms", "299")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "tasks.fence_ms must be 0 or at least three times tasks.heartbeat_ms");
  }

  private static void block(CountDownLatch blocked, CountDownLatch enough) {
    blocked.countDown();
    try {
      enough.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String beatAt() {
    return pods.query("SELECT heartbeat_at::text FROM pod", row -> row.getString(1));
  }
}
