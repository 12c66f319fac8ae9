package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.Start;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.Ending;
import dev.holdfast.tasks.task.Lease;
import dev.holdfast.tasks.task.StopReceipt;
import dev.holdfast.tasks.task.TaskEventCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String QUICK = "{\"iterations\":2,\"interval_ms\":1}";

  private final TaskPods pods = new TaskPods();
  private final ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);
  private final PodStore podStore = new PodStore(pods.postgres());

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_49_a_lost_attempt_fails_visibly_by_default() {
    SessionRef session = pods.session("lost");
    TaskRecord queued = submitWithoutPods(session, 1);
    Attempt attempt = claimAsMute();
    TaskPods.Pod rescuer = pods.start("rescuer");
    TaskRecord ended = rescuer.awaitEnd(queued.taskId());
    assertThat(attempt.taskId()).isEqualTo(queued.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.reason()).isEqualTo("worker_lost");
    assertThat(ended.error()).contains("attempt 1 of 1");
    assertThat(pods.eventTypes(session, queued.taskId()))
        .containsExactly("task.accepted", "task.started", "task.failed");
  }

  @Test
  void row_49_a_lost_attempt_is_repeated_where_the_task_allows_it_and_says_what_no_longer_counts() {
    SessionRef session = pods.session("repeated");
    TaskRecord queued = submitWithoutPods(session, 2);
    claimAsMute();
    TaskPods.Pod rescuer = pods.start("rescuer");
    TaskRecord ended = rescuer.awaitEnd(queued.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.pod()).isEqualTo("rescuer");
    List<Event> events = pods.events(session);
    assertThat(events.get(2).type().wire()).isEqualTo("task.superseded");
    assertThat(events.get(2).data()).contains("\"from_seq\":2", "\"reason\":\"worker_lost\"");
    assertThat(events.getLast().type().wire()).isEqualTo("task.completed");
  }

  @Test
  void row_50_a_pod_that_lost_its_lease_can_write_nothing() {
    SessionRef session = pods.session("zombie");
    submitWithoutPods(session, 1);
    Attempt zombie = claimAsMute();
    TaskPods.Pod rescuer = pods.start("rescuer");
    rescuer.awaitEnd(zombie.taskId());
    int before = pods.events(session).size();

    assertThatThrownBy(() ->
            Await.result(
                store.write(
                    zombie,
                    1,
                    new Progress(9, 9, 9, 9),
                    Usage.NONE,
                    List.of(TaskEventCodec.progress(zombie, new Progress(9, 9, 9, 9))),
                    List.of(),
                    null)))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(
            () -> Await.result(store.finish(zombie, Progress.NONE, Ending.completed("{}"))))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> Await.result(store.handBack(zombie, "drained", StopReceipt.STOPPED)))
        .isInstanceOf(LeaseLost.class);
    assertThat(pods.events(session)).hasSize(before);
    assertThat(rescuer.get(zombie.taskId()).reason()).isEqualTo("worker_lost");
  }

  @Test
  void a_running_attempt_stops_when_its_lease_is_taken_away() {
    SessionRef session = pods.session("taken");
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(session, "sh", "sleep 1000", 1);
    pod.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    String marker = "HOLDFAST_TASK_ID=" + task.taskId();
    TaskPods.awaitTrue(() -> Processes.withEnvironment(marker) > 0);
    pods.execute(
        "UPDATE session_queue SET lease_token = nextval('lease_token') WHERE session_no = "
            + session.number());
    TaskPods.awaitTrue(() -> Processes.withEnvironment(marker) == 0);
    // The new token belongs to this very pod but nobody acts under it: it is found and rescued.
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("worker_lost");
  }

  @Test
  void a_pod_that_was_given_up_comes_back_under_a_new_number_and_works_on() {
    TaskPods.Pod pod = pods.start("pod-1");
    pods.execute("UPDATE pod SET gone_at = now()");
    TaskPods.awaitTrue(
        () -> pods.query("SELECT count(*) FROM pod WHERE gone_at IS NULL", r -> r.getInt(1)) == 1);
    TaskRecord task = pod.submit(pods.session("after"), QUICK);
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_write_whose_outcome_was_unknown_is_not_made_twice() {
    SessionRef session = pods.session("twice");
    submitWithoutPods(session, 1);
    Attempt attempt = claimAsMute();
    Progress progress = new Progress(1, 2, 3, 4);
    List<Event> first =
        Await.result(
                store.write(
                    attempt,
                    1,
                    progress,
                    Usage.NONE,
                    List.of(TaskEventCodec.progress(attempt, progress)),
                    List.of(),
                    null))
            .events();
    List<Event> repeated =
        Await.result(
                store.write(
                    attempt,
                    1,
                    progress,
                    Usage.NONE,
                    List.of(TaskEventCodec.progress(attempt, progress)),
                    List.of(),
                    null))
            .events();
    assertThat(first).hasSize(1);
    assertThat(repeated).isEmpty();
    assertThat(pods.events(session)).hasSize(3);
  }

  @Test
  void a_session_is_claimed_by_one_pod_only_however_many_try() {
    Set<Long> sessions = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      SessionRef session = pods.session("claim-" + i);
      submitWithoutPods(session, 1);
      sessions.add(session.number());
    }
    long podNo = Await.result(podStore.register(PodId.start("claims")));
    List<Lease> claimed =
        IntStream.range(0, 40).mapToObj(i -> store.claim(podNo, 5)).toList().stream()
            .flatMap(claim -> Await.result(claim).stream())
            .toList();
    assertThat(claimed.stream().map(Lease::sessionNo)).doesNotHaveDuplicates();
    assertThat(sessions).containsAll(claimed.stream().map(Lease::sessionNo).toList());
    assertThat(claimed.stream().map(Lease::token)).doesNotHaveDuplicates();
  }

  @Test
  void a_drained_pod_hands_its_task_back_without_charging_the_attempt() {
    SessionRef session = pods.session("drained");
    TaskPods.Pod first = pods.start("pod-1");
    TaskRecord task = first.submit(session, ENDLESS);
    first.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    first.drain();
    TaskPods.Pod second = pods.start("pod-2");
    TaskRecord again = second.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(again.pod()).isEqualTo("pod-2");
    second.cancel(task.taskId());
    second.awaitEnd(task.taskId());
    assertThat(pods.eventTypes(session, task.taskId())).contains("task.superseded");
  }

  @Test
  void row_46_a_task_whose_end_was_asked_for_is_cancelled_and_not_handed_on() {
    IntakeStore intake = new IntakeStore(pods.postgres(), TaskPods.LIMITS);
    SessionRef drained = pods.session("drains");
    submitWithoutPods(drained, 1);
    Attempt handed = claimAsMute();
    Await.result(intake.cancel(new CancelTask(TaskPods.OWNER, handed.taskId())));
    assertThat(Await.result(store.handBack(handed, "drained", StopReceipt.NOT_CONFIRMED)))
        .extracting(event -> event.type().wire())
        .containsExactly("task.cancel_abandoned", "task.cancelled");
    SessionRef more = pods.session("more-turns");
    submitWithoutPods(more, 1);
    Attempt raised = claimAsMute();
    Await.result(intake.cancel(new CancelTask(TaskPods.OWNER, raised.taskId())));
    assertThat(Await.result(store.raiseTurns(raised, 100)))
        .extracting(event -> event.type().wire())
        .containsExactly("task.cancel_stopped", "task.cancelled");
    for (Attempt attempt : List.of(handed, raised)) {
      assertThat(Await.result(intake.get(TaskPods.OWNER, attempt.taskId())).status())
          .isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Test
  void row_47_a_cancellation_is_seen_by_the_pod_that_runs_the_task_without_any_hint() {
    SessionRef session = pods.session("cancel-elsewhere");
    TaskPods.Pod runs = pods.start("pod-1");
    TaskRecord task = runs.submit(session, ENDLESS);
    runs.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    // Pods of this test share no event bus, so that only the database can tell.
    TaskPods.Pod other = pods.start("pod-2", Map.of("tasks.poll_ms", "60000"));
    assertThat(other.cancel(task.taskId()).cancelRequestedAt()).isNotNull();
    assertThat(other.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  private TaskRecord submitWithoutPods(SessionRef session, int maxAttempts) {
    String taskId = "tsk_" + session.id();
    return Await.result(
            new IntakeStore(pods.postgres(), TaskPods.LIMITS)
                .submit(
                    new SubmitTask(session, QUICK, null, null, null, maxAttempts, null),
                    taskId,
                    "demo",
                    100,
                    600_000,
                    8))
        .orElseThrow()
        .task();
  }

  /** A pod that claims and begins and then says nothing more, as one that was killed. */
  private Attempt claimAsMute() {
    long podNo = Await.result(podStore.register(PodId.start("mute")));
    Lease lease = Await.result(store.claim(podNo, 1)).getFirst();
    return Await.result(store.begin(lease, "mute")) instanceof Start.Begun begun
        ? begun.attempt()
        : Assertions.fail("nothing began");
  }
}
