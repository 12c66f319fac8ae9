package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What owners do to their sessions' queues. */
final class QueueTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_63_a_held_queue_begins_nothing_until_it_is_released() {
    SessionRef session = pods.session("held");
    TaskRecord first = pod.submit(session, QUICK);
    pod.awaitEnd(first.taskId());
    assertThat(change(session, new QueueChange.Hold()).held()).isTrue();
    TaskRecord second = pod.submit(session, QUICK);
    TaskRecord elsewhere = pod.submit(pods.session("free"), QUICK);
    pod.awaitEnd(elsewhere.taskId());
    assertThat(pod.get(second.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    change(session, new QueueChange.Release());
    assertThat(pod.awaitEnd(second.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pods.events(session).stream().map(event -> event.type().wire()))
        .contains("queue.held", "queue.released");
  }

  @Test
  void waiting_tasks_run_in_the_order_their_owner_gave_them() {
    SessionRef session = pods.session("order");
    TaskRecord running = running(session);
    String a = pod.submit(session, QUICK).taskId();
    String b = pod.submit(session, QUICK).taskId();
    String c = pod.submit(session, QUICK).taskId();
    QueueView view = change(session, new QueueChange.Reorder(List.of(c, a)));
    assertThat(ids(view)).containsExactly(running.taskId(), c, a, b);
    String last = pod.submit(session, QUICK).taskId();
    assertThat(ids(view(session))).containsExactly(running.taskId(), c, a, b, last);
    pod.cancel(running.taskId());
    pod.awaitEnd(last);
    assertThat(started(session)).containsExactly(running.taskId(), c, a, b, last);
  }

  @Test
  void what_is_sent_now_comes_next_and_may_end_what_runs() {
    SessionRef session = pods.session("now");
    TaskRecord running = running(session);
    String a = pod.submit(session, QUICK).taskId();
    String b = pod.submit(session, QUICK).taskId();
    assertThat(ids(change(session, new QueueChange.SendNow(b, true)))).contains(b, a);
    pod.awaitEnd(a);
    assertThat(pod.get(running.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(started(session)).containsExactly(running.taskId(), b, a);
  }

  @Test
  void a_held_task_lets_the_ones_behind_it_pass_and_keeps_its_place() {
    SessionRef session = pods.session("pass");
    TaskRecord running = running(session);
    String held = pod.submit(session, QUICK).taskId();
    String passes = pod.submit(session, QUICK).taskId();
    change(session, new QueueChange.HoldTask(held));
    pod.cancel(running.taskId());
    pod.awaitEnd(passes);
    assertThat(pod.get(held).status()).isEqualTo(TaskStatus.QUEUED);
    change(session, new QueueChange.ReleaseTask(held));
    assertThat(pod.awaitEnd(held).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_48_a_paused_task_stops_without_a_charge_and_goes_on_when_it_is_released() {
    SessionRef session = pods.session("pause");
    TaskRecord task = running(session);
    change(session, new QueueChange.Pause(task.taskId()));
    pod.awaitStatus(task.taskId(), TaskStatus.QUEUED);
    assertThat(view(session).places().getFirst().held()).isTrue();
    assertThat(pod.get(task.taskId()).attempt()).isZero();
    change(session, new QueueChange.ReleaseTask(task.taskId()));
    assertThat(pod.awaitStatus(task.taskId(), TaskStatus.RUNNING).attempt()).isEqualTo(1);
    pod.cancel(task.taskId());
    pod.awaitEnd(task.taskId());
    assertThat(pods.eventTypes(session, task.taskId()))
        .contains("task.held", "task.superseded", "task.released");
  }

  @Test
  void row_48_a_pause_is_seen_without_any_hint() {
    SessionRef session = pods.session("pause-elsewhere");
    TaskRecord task = running(session);
    TaskPods.Pod other = pods.start("pod-2", Map.of("tasks.poll_ms", "60000"));
    Await.result(
        other
            .bus()
            .request(
                Addresses.CHANGE_QUEUE,
                new ChangeQueue(session, new QueueChange.Pause(task.taskId()))));
    pod.awaitStatus(task.taskId(), TaskStatus.QUEUED);
  }

  @Test
  void row_63_a_submission_may_refuse_to_wait() {
    SessionRef session = pods.session("reject");
    TaskRecord running = running(session);
    assertThatThrownBy(() -> pod.submit(placed(session, OnBusy.REJECT, 0)))
        .hasMessage(ErrorCode.SESSION_BUSY.meaning());
    pod.cancel(running.taskId());
    pod.awaitEnd(running.taskId());
    TaskRecord alone = pod.submit(placed(session, OnBusy.REJECT, 0));
    assertThat(pod.awaitEnd(alone.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_63_an_interrupting_submission_comes_next_and_what_was_done_counts() {
    SessionRef session = pods.session("interrupt");
    TaskRecord running = running(session);
    String waits = pod.submit(session, QUICK).taskId();
    TaskRecord urgent = pod.submit(placed(session, OnBusy.INTERRUPT, 0));
    pod.awaitEnd(waits);
    assertThat(pod.get(running.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(started(session)).containsExactly(running.taskId(), urgent.taskId(), waits);
    assertThat(pods.eventTypes(session, running.taskId())).doesNotContain("task.superseded");
  }

  @Test
  void row_63_a_rolling_back_submission_says_that_nothing_of_the_running_task_counts() {
    SessionRef session = pods.session("rollback");
    TaskRecord running = running(session);
    TaskRecord urgent = pod.submit(placed(session, OnBusy.ROLLBACK, 0));
    pod.awaitEnd(urgent.taskId());
    assertThat(pods.eventTypes(session, running.taskId()))
        .endsWith("task.superseded", "task.cancelled");
  }

  @Test
  void a_delayed_task_lets_others_pass_and_begins_when_its_time_has_come() {
    SessionRef session = pods.session("delayed");
    TaskRecord far = pod.submit(placed(session, OnBusy.ENQUEUE, 600_000));
    TaskRecord soon = pod.submit(placed(session, OnBusy.ENQUEUE, 100));
    TaskRecord passes = pod.submit(session, QUICK);
    pod.awaitEnd(passes.taskId());
    pod.awaitEnd(soon.taskId());
    assertThat(pod.get(far.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(view(session).places().getFirst().notBefore()).isNotNull();
    change(session, new QueueChange.SendNow(far.taskId(), false));
    assertThat(pod.awaitEnd(far.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_queue_is_its_owners_alone() {
    SessionRef session = pods.session("mine");
    TaskRecord running = running(session);
    SessionRef foreign =
        new SessionRef(session.number(), new Principal("acme", "eve"), session.id());
    assertThat(view(foreign).places()).isEmpty();
    assertThatThrownBy(() -> change(foreign, new QueueChange.Pause(running.taskId())))
        .isInstanceOf(RuntimeException.class);
    assertThat(pod.get(running.taskId()).status()).isEqualTo(TaskStatus.RUNNING);
    assertThatThrownBy(() -> change(session, new QueueChange.HoldTask(running.taskId())))
        .hasMessage(ErrorCode.TASK_STARTED.meaning());
  }

  private TaskRecord running(SessionRef session) {
    TaskRecord task = pod.submit(session, ENDLESS);
    return pod.awaitStatus(task.taskId(), TaskStatus.RUNNING);
  }

  private static SubmitTask placed(SessionRef session, OnBusy onBusy, int delayMs) {
    return new SubmitTask(
        session,
        QUICK,
        null,
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        new TaskPlace(onBusy, delayMs),
        TaskLimits.CONFIGURED,
        null,
        TaskPlan.DEFAULT);
  }

  private QueueView change(SessionRef session, QueueChange change) {
    return Await.result(
        pod.bus().request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, change)));
  }

  private QueueView view(SessionRef session) {
    return Await.result(pod.bus().request(Addresses.READ_QUEUE, new ReadQueue(session)));
  }

  private static List<String> ids(QueueView view) {
    return view.places().stream().map(QueueView.Place::taskId).toList();
  }

  private List<String> started(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type().wire().equals("task.started"))
        .map(event -> String.valueOf(event.taskId()))
        .toList();
  }
}
