package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ReadSnapshot;
import dev.holdfast.shared.message.SessionSnapshot;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  /** The state of a task that a watcher keeps. */
  private record Seen(String status, long iteration) {}

  @Test
  void row_58_a_snapshot_and_what_is_after_it_come_to_what_the_whole_history_comes_to() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("window-1");
    List<TaskRecord> tasks = new ArrayList<>();
    List<SessionSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(pod.submit(session, "{\"steps\":40,\"step_ms\":2}"));
      snapshots.add(read(pod, session));
    }
    pod.cancel(tasks.get(2).taskId());
    while (!pod.get(tasks.getLast().taskId()).status().terminal()) {
      snapshots.add(read(pod, session));
    }
    snapshots.add(read(pod, session));
    List<Event> log = pods.events(session);
    assertThat(snapshots).extracting(SessionSnapshot::seq).isSorted();
    assertThat(snapshots).anyMatch(each -> each.seq() > 5 && !each.tasks().isEmpty());
    for (SessionSnapshot snapshot : snapshots) {
      Map<String, Seen> state = new HashMap<>();
      log.stream().filter(event -> event.seq() <= snapshot.seq()).forEach(e -> fold(state, e));
      assertThat(state(snapshot)).as("at " + snapshot.seq()).isEqualTo(state);

      Map<String, Seen> tail = state(snapshot);
      log.stream().filter(event -> event.seq() > snapshot.seq()).forEach(e -> fold(tail, e));
      assertThat(tail).isEmpty();
    }
    assertThat(snapshots.getLast().seq()).isEqualTo(log.getLast().seq());
  }

  @Test
  void row_57_the_snapshot_of_anothers_session_is_that_of_none() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("window-1");
    SessionSnapshot empty = read(pod, session);
    assertThat(empty.seq()).isZero();
    assertThat(empty.tasks()).isEmpty();
    SessionRef stolen =
        new SessionRef(session.number(), new Principal("acme", "eve"), session.id());
    assertThatThrownBy(() -> read(pod, stolen))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.UNKNOWN_SESSION));
  }

  private static SessionSnapshot read(TaskPods.Pod pod, SessionRef session) {
    return Await.result(pod.bus().request(Addresses.READ_SNAPSHOT, new ReadSnapshot(session)));
  }

  private static Map<String, Seen> state(SessionSnapshot snapshot) {
    Map<String, Seen> state = new HashMap<>();
    for (TaskRecord task : snapshot.tasks()) {
      state.put(task.taskId(), new Seen(task.status().wire(), task.progress().currentIteration()));
    }
    return state;
  }

  private static void fold(Map<String, Seen> state, Event event) {
    String task = event.taskId();
    JsonObject data = new JsonObject(event.data());
    if (event.type().terminal()) {
      state.remove(task);
    } else if (task != null && data.containsKey("status")) {
      state.put(task, new Seen(data.getString("status"), data.getLong("current_iteration", 0L)));
    }
  }
}
