package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.GivenAnswer;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.Pulse;
import dev.holdfast.tasks.task.RunningTasks;
import dev.holdfast.tasks.upkeep.Heartbeat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may give up whom, and what a pod does while it leaves. */
final class SteadyPodsTest {
  private static final long LEASE_MS = 600_000;
  private static final long UNSTEADY_MS = LEASE_MS / 2;

  private static final String WAITING_CLAIMS =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock' AND query LIKE '%WITH RECURSIVE tenant%'";

  private final TaskPods pods = new TaskPods();
  private final PodStore store = new PodStore(pods.postgres());
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Await.result(vertx.close());
    pods.close();
  }

  @Test
  void a_steady_pod_gives_up_the_silent_one_and_never_itself() {
    long judge = register("judge");
    register("silent");
    pods.execute("UPDATE pod SET heartbeat_at = now() - interval '1 hour' WHERE name = 'silent'");
    pods.execute("UPDATE pod SET steady_since = now() - interval '1 hour'");
    assertThat(Await.result(store.giveUpSilent(judge, LEASE_MS))).containsExactly("silent");
    assertThat(Await.result(store.heartbeat(judge, UNSTEADY_MS))).isTrue();
  }

  @Test
  void after_an_outage_the_first_pod_back_gives_nobody_up() {
    long first = register("first");
    long second = register("second");
    pods.execute(
        "UPDATE pod SET steady_since = now() - interval '2 hours',"
            + " heartbeat_at = now() - interval '1 hour'");
    assertThat(Await.result(store.heartbeat(first, UNSTEADY_MS))).isTrue();
    assertThat(Await.result(store.giveUpSilent(first, LEASE_MS))).isEmpty();
    assertThat(Await.result(store.heartbeat(second, UNSTEADY_MS))).isTrue();
  }

  @Test
  void a_pod_that_has_not_been_heard_since_the_outage_gives_nobody_up() {
    long first = register("first");
    register("second");
    pods.execute(
        "UPDATE pod SET steady_since = now() - interval '2 hours',"
            + " heartbeat_at = now() - interval '1 hour'");
    assertThat(Await.result(store.giveUpSilent(first, LEASE_MS))).isEmpty();
  }

  @Test
  void a_pod_that_was_given_up_judges_nobody() {
    long gone = register("gone");
    register("silent");
    pods.execute(
        "UPDATE pod SET steady_since = now() - interval '1 hour',"
            + " heartbeat_at = now() - interval '1 hour'");
    pods.execute("UPDATE pod SET gone_at = now() WHERE pod_no = " + gone);
    assertThat(Await.result(store.giveUpSilent(gone, LEASE_MS))).isEmpty();
  }

  @Test
  void beats_that_come_in_time_keep_a_pod_steady() {
    long pod = register("pod");
    pods.execute("UPDATE pod SET steady_since = now() - interval '1 hour'");
    assertThat(Await.result(store.heartbeat(pod, UNSTEADY_MS))).isTrue();
    assertThat(count("SELECT count(*) FROM pod WHERE steady_since < now() - interval '30 minutes'"))
        .isEqualTo(1);
  }

  @Test
  void a_late_beat_of_a_pod_that_left_does_not_register_it_again() {
    Bus.install(vertx);
    Heartbeat heartbeat =
        new Heartbeat(
            store,
            new NothingRunning(),
            new Bus(vertx, 30_000),
            PodId.start("p"),
            new Pulse(60_000),
            1_000);
    Await.result(heartbeat.register());
    Future<Void> late = heartbeat.beat();
    Await.result(heartbeat.leave());
    Await.result(late);
    Await.result(heartbeat.beat());
    assertThat(count("SELECT count(*) FROM pod")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM pod WHERE gone_at IS NULL")).isZero();
  }

  @Test
  void rows_of_pods_that_went_long_ago_are_forgotten_unless_they_still_own_something() {
    SessionRef session = pods.session("owned");
    long owner = register("owner");
    register("idle");
    pods.execute("UPDATE pod SET gone_at = now() - interval '2 days'");
    pods.execute(
        "INSERT INTO session_queue (session_no, of_tenant, unfinished, lease_owner, lease_token)"
            + " VALUES ("
            + session.number()
            + ", 'acme', 1, "
            + owner
            + ", nextval('lease_token'))");
    register("next");
    assertThat(count("SELECT count(*) FROM pod WHERE name = 'owner'")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM pod WHERE name = 'idle'")).isZero();
  }

  @Test
  void a_drain_waits_for_a_claim_that_is_under_way_and_hands_it_back() throws SQLException {
    SessionRef session = pods.session("claimed-late");
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.lease_ttl_ms", "60000"));
    TaskRecord task;
    Future<Void> stopped;
    try (Connection connection = pods.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE task IN SHARE ROW EXCLUSIVE MODE");
      statement.execute(
          "INSERT INTO session_queue (session_no, of_tenant, unfinished) VALUES ("
              + session.number()
              + ", 'acme', 1)");
      statement.execute(
          "INSERT INTO task (task_id, session_no, session_id, tenant, principal, input, agent,"
              + " max_attempts) VALUES ('tsk_late', "
              + session.number()
              + ", 'claimed-late', 'acme', 'ann', '{}', 'demo', 1)");
      statement.execute("LOCK TABLE session_queue IN ACCESS EXCLUSIVE MODE");
      TaskPods.awaitTrue(() -> count(WAITING_CLAIMS) > 0);
      stopped = pod.vertx().undeploy(pod.deployment());
      connection.commit();
    }
    Await.result(stopped);
    assertThat(count("SELECT count(*) FROM session_queue WHERE lease_token IS NOT NULL")).isZero();
    task = pods.start("pod-2").awaitEnd("tsk_late");
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
  }

  private long register(String name) {
    return Await.result(store.register(PodId.start(name)));
  }

  private long count(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }

  /** A pod that runs nothing. */
  private static final class NothingRunning implements RunningTasks {
    @Override
    public void restart(long registered) {}

    @Override
    public void wake() {}

    @Override
    public void cancel(String taskId) {}

    @Override
    public void pause(String taskId) {}

    @Override
    public Set<String> waitingInputs() {
      return Set.of();
    }

    @Override
    public void answered(GivenAnswer given) {}

    @Override
    public void stopLate() {}

    @Override
    public void fence() {}

    @Override
    public Set<Lease> held() {
      return Set.of();
    }

    @Override
    public void stop(Set<Lease> lost) {}
  }
}
