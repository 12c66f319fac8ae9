package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CancelTask;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.OnBusy;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.QueueStore;
import dev.holdfast.tasks.store.Start;
import dev.holdfast.tasks.task.Lease;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session is as urgent as the task that comes next in it, whatever made it the next one. */
final class QueuePriorityTest {
  private static final int HOUR_MS = 3_600_000;

  private final TaskPods pods = new TaskPods();
  private final IntakeStore intake = new IntakeStore(pods.postgres(), TaskPods.LIMITS);
  private final QueueStore queue = new QueueStore(pods.postgres());
  private final SessionRef session = pods.session("urgent");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_63_a_held_task_passes_its_priority_on_and_gets_it_back() {
    String nine = submit(9, 0);
    change(new QueueChange.HoldTask(nine));
    submit(2, 0);
    assertThat(priority()).isEqualTo(2);
    submit(7, 0);
    assertThat(priority()).isEqualTo(2);
    change(new QueueChange.ReleaseTask(nine));
    assertThat(priority()).isEqualTo(9);
    Await.result(intake.cancel(new CancelTask(TaskPods.OWNER, nine)));
    assertThat(priority()).isEqualTo(2);
  }

  @Test
  void row_63_a_queue_that_was_put_in_order_while_it_was_held_is_as_urgent_as_its_new_head() {
    String two = submit(2, 0);
    String seven = submit(7, 0);
    change(new QueueChange.Hold());
    change(new QueueChange.Reorder(List.of(seven, two)));
    change(new QueueChange.Release());
    assertThat(priority()).isEqualTo(7);
    change(new QueueChange.Reorder(List.of(two, seven)));
    assertThat(priority()).isEqualTo(2);
  }

  @Test
  void row_63_where_all_are_delayed_the_one_that_is_due_first_counts() {
    submit(9, HOUR_MS);
    submit(2, 2 * HOUR_MS);
    assertThat(priority()).isEqualTo(9);
    submit(4, 0);
    assertThat(priority()).isEqualTo(4);
  }

  @Test
  void row_63_a_session_that_is_given_back_to_wait_is_as_urgent_as_what_it_waits_for() {
    submit(9, HOUR_MS);
    pods.execute("UPDATE session_queue SET priority = 0, ready_at = now()");
    ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);
    long podNo = Await.result(new PodStore(pods.postgres()).register(PodId.start("looks")));
    Lease lease = Await.result(store.claim(podNo, 1)).getFirst();
    assertThat(Await.result(store.begin(lease, "looks"))).isInstanceOf(Start.Nothing.class);
    assertThat(priority()).isEqualTo(9);
  }

  private String submit(int priority, int delayMs) {
    SubmitTask task =
        new SubmitTask(
            session,
            "{}",
            null,
            null,
            null,
            1,
            null,
            TaskTimeouts.CONFIGURED,
            new TaskPlace(OnBusy.ENQUEUE, delayMs),
            TaskLimits.CONFIGURED,
            null,
            new TaskPlan(priority, null));
    String taskId = "tsk_" + priority + "_" + delayMs;
    return Await.result(intake.submit(task, taskId, "demo", 100, 600_000, 8))
        .orElseThrow()
        .task()
        .taskId();
  }

  private void change(QueueChange change) {
    Await.result(queue.change(new ChangeQueue(session, change)));
  }

  private int priority() {
    return pods.query(
        "SELECT priority FROM session_queue WHERE session_no = " + session.number(),
        row -> row.getInt(1));
  }
}
