package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.DescribeWork;
import dev.holdfast.shared.message.EndSessionTasks;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.SessionWork;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EndedSessionsTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":50}";

  private static TaskPods pods;
  private static TaskPods.Pod pod;

  @BeforeAll
  static void start() {
    pods = new TaskPods();
    pod = pods.start("pod-1", Map.of("tasks.ended_check_ms", "600000"));
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  @Test
  void row_14_the_tasks_of_an_ended_session_are_cancelled_and_asked_to_stop() {
    SessionRef session = pods.session("told");
    TaskRecord running = pod.submit(session, ENDLESS);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    TaskRecord queued = pod.submit(session, ENDLESS);
    assertThat(endTasks(session)).isZero();

    end(session);
    assertThat(endTasks(session)).isEqualTo(2);
    assertThat(pod.get(queued.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(pod.awaitEnd(running.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(pods.eventTypes(session, queued.taskId()))
        .containsExactly("task.accepted", "task.cancelled");
    assertThat(endTasks(session)).isZero();
  }

  @Test
  void row_14_tasks_of_which_nobody_told_are_found_by_a_round() {
    SessionRef session = pods.session("not-told");
    TaskRecord running = pod.submit(session, ENDLESS);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    TaskRecord queued = pod.submit(session, ENDLESS);
    end(session);
    TaskPods.Pod looks =
        pods.start("pod-2", Map.of("tasks.ended_check_ms", "50", "tasks.poll_ms", "60000"));

    assertThat(looks.awaitEnd(queued.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(looks.awaitEnd(running.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    looks.drain(); // or it would look into the other tests as well
  }

  @Test
  void row_14_an_ended_session_takes_no_task_but_repeats_an_answer() {
    SessionRef session = pods.session("closed");
    TaskRecord first = pod.submit(session, "{\"iterations\":1}", new Idempotency("key-1", "f-1"));
    end(session);

    assertFault(() -> pod.submit(session, ENDLESS), ErrorCode.SESSION_ENDED);
    assertThat(pod.submit(session, "{\"iterations\":1}", new Idempotency("key-1", "f-1")).taskId())
        .isEqualTo(first.taskId());
    SessionRef foreign = new SessionRef(session.number(), new Principal("acme", "eve"), "closed");
    assertFault(() -> pod.submit(foreign, ENDLESS), ErrorCode.UNKNOWN_SESSION);
  }

  @Test
  void row_14_a_submission_that_meets_an_end_under_way_waits_and_is_refused() throws SQLException {
    SessionRef session = pods.session("meeting");
    try (Connection ending = TestPostgres.connect(pods.config());
        Statement statement = ending.createStatement()) {
      ending.setAutoCommit(false);
      statement.execute(
          "UPDATE session SET ended_at = now(), end_status = 'completed' WHERE session_no = "
              + session.number());
      CompletableFuture<Object> submission =
          CompletableFuture.supplyAsync(() -> pod.submit(session, ENDLESS));
      TaskPods.awaitTrue(() ->
          pods.query(
              "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                  + " AND datname = current_database()",
              row -> row.getInt(1) == 1));
      ending.commit();
      assertThatThrownBy(submission::join).hasRootCauseMessage(ErrorCode.SESSION_ENDED.meaning());
    }
    assertThat(
            pods.<Integer>query(
                "SELECT count(*) FROM task WHERE session_no = " + session.number(),
                row -> row.getInt(1)))
        .isZero();
  }

  @Test
  void row_17_a_failed_run_leaves_its_error_and_stop_reason_on_its_session() {
    SessionRef session = pods.session("fails");
    assertThat(work(session)).isEqualTo(new SessionWork(0, null, null));
    TaskRecord failed = pod.awaitEnd(pod.submit(session, "sh", "exit 3", 1).taskId());
    TaskRecord running = pod.submit(session, ENDLESS);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    pod.submit(session, ENDLESS);

    SessionWork work = work(session);
    assertThat(work.queueLength()).isEqualTo(1);
    assertThat(work.runningTask()).isEqualTo(running.taskId());
    assertThat(work.lastFailure())
        .isEqualTo(
            new SessionWork.Failure(
                failed.taskId(),
                "agent_error",
                failed.error(),
                String.valueOf(failed.finishedAt())));
    SessionRef foreign = new SessionRef(session.number(), new Principal("acme", "eve"), "fails");
    assertThat(work(foreign)).isEqualTo(new SessionWork(0, null, null));
    end(session);
    assertThat(endTasks(session)).isEqualTo(2);
  }

  private static SessionWork work(SessionRef session) {
    return Await.result(pod.bus().request(Addresses.DESCRIBE_WORK, new DescribeWork(session)));
  }

  private static int endTasks(SessionRef session) {
    return Await.result(
        pod.bus().request(Addresses.END_SESSION_TASKS, new EndSessionTasks(session)));
  }

  private static void end(SessionRef session) {
    pods.execute(
        "UPDATE session SET ended_at = now(), end_status = 'completed' WHERE session_no = "
            + session.number());
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
