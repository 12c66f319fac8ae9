package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.task.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order sessions are served. */
final class FairClaimTest {
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";

  private final TaskPods pods = new TaskPods();
  private final ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_63_a_tenant_with_many_ready_sessions_delays_anothers_by_no_more_than_a_batch() {
    ready("many", 500, 5);
    long alone = ready("alone", 1, 5);
    long pod = pod();
    List<Long> batch = numbers(Await.result(store.claim(pod, 20)));
    assertThat(batch).contains(alone).hasSize(11);
    assertThat(Await.result(store.claim(pod, 20))).hasSize(20);
  }

  @Test
  void row_63_tenants_take_turns_also_where_there_is_room_for_one_session_at_a_time() {
    ready("a", 10, 5);
    ready("b", 10, 5);
    ready("c", 10, 5);
    long pod = pod();
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      long session = Await.result(store.claim(pod, 1)).getFirst().sessionNo();
      served.add(
          pods.query(
              "SELECT of_tenant FROM session_queue WHERE session_no = " + session,
              row -> row.getString(1)));
    }
    assertThat(served).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void row_63_more_tenants_than_one_look_takes_are_all_served() {
    for (int i = 0; i < 100; i++) {
      ready("tenant-" + i, 2, 5);
    }
    pods.execute(
        "UPDATE session_queue SET ready_at = now() + interval '1 hour' WHERE of_tenant <"
            + " 'tenant-7'");
    int later = (int) number("SELECT count(*) FROM session_queue WHERE ready_at > now()");
    long pod = pod();
    int claimed = 0;
    List<Lease> batch = Await.result(store.claim(pod, 20));
    while (!batch.isEmpty()) {
      claimed += batch.size();
      batch = Await.result(store.claim(pod, 20));
    }
    assertThat(later).isPositive();
    assertThat(claimed).isEqualTo(200 - later);
  }

  @Test
  void row_63_the_more_urgent_session_of_a_tenant_is_served_first() {
    ready("a", 30, 5);
    long urgent = ready("a", 1, 9);
    long patient = ready("a", 1, 0);
    long pod = pod();
    List<Long> first = numbers(Await.result(store.claim(pod, 20)));
    assertThat(first).contains(urgent).doesNotContain(patient);
    assertThat(numbers(Await.result(store.claim(pod, 20)))).contains(patient).hasSize(12);
  }

  @Test
  void row_63_priority_changes_nothing_inside_a_session() {
    TaskPods.Pod pod = pods.start("a", Map.of());
    SessionRef session = pods.session("order");
    TaskRecord low = pod.submit(urgent(session, 0));
    TaskRecord high = pod.submit(urgent(session, 9));
    pod.awaitEnd(high.taskId());
    assertThat(
            pods.events(session).stream()
                .filter(event -> event.type().wire().equals("task.started"))
                .map(event -> String.valueOf(event.taskId())))
        .containsExactly(low.taskId(), high.taskId());
  }

  /** The number of the last one. */
  private long ready(String tenant, int sessions, int priority) {
    return number(
        """
        WITH s AS (
          INSERT INTO session (tenant, principal, session_id)
          SELECT '%1$s', 'ann', 's-%3$d-' || i FROM generate_series(1, %2$d) i RETURNING session_no),
        q AS (
          INSERT INTO session_queue (session_no, of_tenant, unfinished, priority, ready_at)
          SELECT session_no, '%1$s', 1, %3$d, now() - interval '1 second' FROM s RETURNING session_no)
        SELECT max(session_no) FROM q
        """
            .formatted(tenant, sessions, priority));
  }

  private long pod() {
    return number("INSERT INTO pod (name, address) VALUES ('claims', 'here') RETURNING pod_no");
  }

  private static List<Long> numbers(List<Lease> leases) {
    return leases.stream().map(Lease::sessionNo).toList();
  }

  private static SubmitTask urgent(SessionRef session, int priority) {
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
        new TaskPlan(priority, null));
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
