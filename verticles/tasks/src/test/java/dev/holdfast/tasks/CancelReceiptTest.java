package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.OnParentEnd;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.task.Lease;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a cancellation: by whom, to whom, and what became of the agent. */
final class CancelReceiptTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_47_every_step_is_told_once_by_the_pod_that_takes_it_whichever_was_asked() {
    TaskPods.Pod runs = pods.start("runs");
    SessionRef session = pods.session("steps");
    TaskRecord task = running(runs, session);
    TaskPods.Pod asked = pods.start("asked", Map.of("tasks.poll_ms", "60000"));
    asked.cancel(task.taskId());
    asked.cancel(task.taskId());
    runs.awaitEnd(task.taskId());
    List<Event> told = cancelEvents(session);
    assertThat(told)
        .extracting(event -> event.type().wire())
        .containsExactly(
            "task.cancel_requested",
            "task.cancel_delivered",
            "task.cancel_stopped",
            "task.cancelled");
    assertThat(data(told.get(0)).getString("by")).isEqualTo("owner");
    assertThat(data(told.get(1)).getString("pod")).isEqualTo("runs");
    assertThat(data(told.get(2)).getString("pod")).isEqualTo("runs");
  }

  @Test
  void row_46_an_agent_that_must_be_killed_is_told_as_abandoned() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("stubborn");
    TaskRecord task = pod.submit(session, "sh", "trap '' TERM; echo on; sleep 1000", 1);
    TaskPods.awaitTrue(() -> pods.eventTypes(session, task.taskId()).contains("task.output"));
    pod.cancel(task.taskId());
    pod.awaitEnd(task.taskId());
    JsonObject abandoned = data(cancelEvents(session).get(2));
    assertThat(abandoned.getString("reason")).isEqualTo("not_confirmed");
    assertThat(abandoned.getString("pod")).isEqualTo("pod-1");
    TaskRecord polite = pod.submit(session, "sh", "echo on; sleep 1000", 1);
    TaskPods.awaitTrue(() -> pods.eventTypes(session, polite.taskId()).contains("task.output"));
    pod.cancel(polite.taskId());
    pod.awaitEnd(polite.taskId());
    assertThat(pods.eventTypes(session, polite.taskId()))
        .endsWith("task.cancel_delivered", "task.cancel_stopped", "task.cancelled");
  }

  @Test
  void row_49_the_agent_of_a_lost_pod_is_abandoned() {
    SessionRef session = pods.session("lost");
    IntakeStore intake = new IntakeStore(pods.postgres(), TaskPods.LIMITS);
    ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);
    long podNo = Await.result(new PodStore(pods.postgres()).register(PodId.start("mute")));
    SubmitTask task = new SubmitTask(session, ENDLESS, null, null, null, 3, null);
    Await.result(intake.submit(task, "tsk_lost", "demo", 100, 600_000, 8));
    Lease lease = Await.result(store.claim(podNo, 1)).getFirst();
    Await.result(store.begin(lease, "mute"));
    Await.result(intake.cancel(new CancelTask(TaskPods.OWNER, "tsk_lost")));
    List<Event> told = Await.result(store.rescue(lease));
    assertThat(told)
        .extracting(event -> event.type().wire())
        .containsExactly("task.cancel_abandoned", "task.cancelled");
    assertThat(data(told.getFirst()).getString("reason")).isEqualTo("worker_lost");
    assertThat(data(told.getFirst()).getString("pod")).isEqualTo("mute");
  }

  @Test
  void row_46_a_request_says_for_whose_sake_it_was_made() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.ended_check_ms", "50"));
    SessionRef parents = pods.session("parents");
    TaskRecord parent = running(pod, parents);
    SessionRef parts = pods.session("parts");
    TaskRecord part =
        pod.submit(
            task(
                parts,
                OnBusy.ENQUEUE,
                new TaskParent(parent.taskId(), OnParentEnd.CANCEL_UNLESS_COMPLETED)));
    pod.awaitStatus(part.taskId(), TaskStatus.RUNNING);
    pod.submit(task(parents, OnBusy.INTERRUPT, null));
    pod.awaitEnd(part.taskId());
    assertThat(data(cancelEvents(parents).getFirst()).getString("by")).isEqualTo("successor");
    assertThat(data(cancelEvents(parts).getFirst()).getString("by")).isEqualTo("parent");
    SessionRef ends = pods.session("ends");
    TaskRecord left = running(pod, ends);
    pods.execute("UPDATE session SET ended_at = now() WHERE session_no = " + ends.number());
    pod.awaitEnd(left.taskId());
    assertThat(data(cancelEvents(ends).getFirst()).getString("by")).isEqualTo("session");
  }

  private static TaskRecord running(TaskPods.Pod pod, SessionRef session) {
    return pod.awaitStatus(pod.submit(session, ENDLESS).taskId(), TaskStatus.RUNNING);
  }

  private List<Event> cancelEvents(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type().wire().startsWith("task.cancel"))
        .toList();
  }

  private static JsonObject data(Event event) {
    return new JsonObject(event.data());
  }

  private static SubmitTask task(SessionRef session, OnBusy onBusy, @Nullable TaskParent parent) {
    return new SubmitTask(
        session,
        ENDLESS,
        null,
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        new TaskPlace(onBusy, 0),
        TaskLimits.CONFIGURED,
        null,
        new TaskPlan(TaskPlan.PRIORITY_DEFAULT, null, parent));
  }
}
