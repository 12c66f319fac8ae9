package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.OnParentEnd;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskFilter;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskParent;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.testing.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are parts of others. */
final class LineageTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String QUICK = "{\"iterations\":1,\"interval_ms\":1}";

  private final TaskPods pods = new TaskPods();
  private final TaskPods.Pod pod = pods.start("pod-1");

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_43_a_cancellation_reaches_all_descendants_in_other_sessions_and_on_other_pods() {
    TaskPods.Pod other = pods.start("pod-2");
    TaskRecord root = pod.submit(pods.session("root"), ENDLESS);
    TaskRecord child = other.submit(part(pods.session("child"), ENDLESS, root, null));
    TaskRecord grandchild = pod.submit(part(pods.session("grandchild"), ENDLESS, child, null));
    TaskRecord waits = pod.submit(part(child.session(), QUICK, child, null));
    TaskRecord independent =
        pod.submit(part(pods.session("free"), ENDLESS, root, OnParentEnd.CONTINUE));
    pod.awaitStatus(grandchild.taskId(), TaskStatus.RUNNING);
    pod.awaitStatus(independent.taskId(), TaskStatus.RUNNING);
    other.cancel(root.taskId());
    for (TaskRecord task : new TaskRecord[] {root, child, grandchild, waits}) {
      assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    }
    assertThat(pod.get(independent.taskId()).status()).isEqualTo(TaskStatus.RUNNING);
    pod.cancel(independent.taskId());
    pod.awaitEnd(independent.taskId());
  }

  @Test
  void row_43_what_becomes_of_a_part_when_its_parent_completes_or_fails_is_its_submitters_choice() {
    TaskRecord completes = pod.submit(pods.session("completes"), "sh", "sleep 1", 1);
    TaskRecord goesOn = pod.submit(part(pods.session("goes-on"), ENDLESS, completes, null));
    TaskRecord ends =
        pod.submit(part(pods.session("ends"), ENDLESS, completes, OnParentEnd.CANCEL));
    assertThat(pod.awaitEnd(ends.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(pod.get(completes.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pod.get(goesOn.taskId()).status().terminal()).isFalse();
    TaskRecord fails = pod.submit(pods.session("fails"), "sh", "sleep 1; exit 1", 1);
    TaskRecord with = pod.submit(part(pods.session("with"), ENDLESS, fails, null));
    assertThat(pod.awaitEnd(with.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(pod.get(fails.taskId()).status()).isEqualTo(TaskStatus.FAILED);
    pod.cancel(goesOn.taskId());
    pod.awaitEnd(goesOn.taskId());
  }

  @Test
  void row_43_the_parent_is_in_the_record_the_event_and_the_list() {
    TaskRecord root = pod.submit(pods.session("root"), ENDLESS);
    SessionRef session = pods.session("part");
    TaskRecord child = pod.submit(part(session, QUICK, root, null));
    assertThat(pod.get(child.taskId()).plan().parent())
        .isEqualTo(new TaskParent(root.taskId(), OnParentEnd.CANCEL_UNLESS_COMPLETED));
    assertThat(pods.events(session).getFirst().data())
        .contains("\"parent_task_id\":\"" + root.taskId() + "\"");
    ListTasks parts =
        new ListTasks(TaskPods.OWNER, null, null, null, 10, TaskFilter.ALL, root.taskId());
    assertThat(Await.result(pod.bus().request(Addresses.LIST_TASKS, parts)).tasks())
        .extracting(TaskRecord::taskId)
        .containsExactly(child.taskId());
    pod.cancel(root.taskId());
    pod.awaitEnd(root.taskId());
  }

  @Test
  void row_43_only_an_unfinished_task_of_ones_own_is_a_parent_and_not_too_deep() {
    TaskRecord done = pod.awaitEnd(pod.submit(pods.session("done"), QUICK).taskId());
    SessionRef session = pods.session("parts");
    assertThatThrownBy(() -> pod.submit(part(session, QUICK, done, null)))
        .hasMessage("the parent has already ended");
    TaskRecord foreign = pod.submit(pods.session("own"), ENDLESS);
    SessionRef eves =
        pods.query(
            "WITH s AS (INSERT INTO session (tenant, principal, session_id) VALUES ('acme', 'eve',"
                + " 'eves') RETURNING session_no) INSERT INTO session_log (session_no)"
                + " SELECT session_no FROM s RETURNING session_no",
            row -> new SessionRef(row.getLong(1), new Principal("acme", "eve"), "eves"));
    assertThatThrownBy(() -> pod.submit(part(eves, QUICK, foreign, null)))
        .hasMessage(ErrorCode.UNKNOWN_TASK.meaning());
    TaskPods.Pod shallow = pods.start("pod-2", Map.of("tasks.lineage_depth_max", "1"));
    TaskRecord child = shallow.submit(part(session, ENDLESS, foreign, null));
    assertThatThrownBy(() -> shallow.submit(part(session, QUICK, child, null)))
        .hasMessageContaining("1 ancestors at most");
    pod.cancel(foreign.taskId());
    pod.awaitEnd(child.taskId());
  }

  @Test
  void a_part_is_taken_in_while_somebody_has_its_parent_locked() throws SQLException {
    TaskRecord parent = pod.submit(pods.session("locked"), "sh", "sleep 1000", 1);
    pod.awaitStatus(parent.taskId(), TaskStatus.RUNNING);
    try (Connection holder = pods.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      // As a submission does that interrupts the parent's session.
      statement.execute("SELECT FROM task WHERE task_id = '" + parent.taskId() + "' FOR UPDATE");
      assertThat(pod.submit(part(pods.session("part"), QUICK, parent, null)).status())
          .isEqualTo(TaskStatus.QUEUED);
      holder.rollback();
    }
    pod.cancel(parent.taskId());
    pod.awaitEnd(parent.taskId());
  }

  private static SubmitTask part(
      SessionRef session, String input, TaskRecord parent, @Nullable OnParentEnd onEnd) {
    return new SubmitTask(
        session,
        input,
        null,
        null,
        null,
        1,
        null,
        TaskTimeouts.CONFIGURED,
        TaskPlace.LAST,
        TaskLimits.CONFIGURED,
        null,
        new TaskPlan(
            TaskPlan.PRIORITY_DEFAULT,
            null,
            new TaskParent(
                parent.taskId(), onEnd == null ? OnParentEnd.CANCEL_UNLESS_COMPLETED : onEnd)));
  }
}
