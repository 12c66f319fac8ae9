package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ChangeQueue;
import dev.holdfast.shared.message.QueueChange;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts for agents at work. */
final class TaskMessageTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";

  /** Cuts off the connections on which an agent looks for texts. */
  private static final String LOOK_CUT_OFF =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname ="
          + " current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM task_message%'";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_48_a_text_reaches_the_agent_through_another_pod_and_each_attempt_reads_it() {
    TaskPods.Pod runs = pods.start("pod-1");
    SessionRef session = pods.session("told");
    TaskRecord task = runs.submit(session, ENDLESS);
    runs.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    TaskPods.Pod other = pods.start("pod-2");
    TaskRecord told = send(other, TaskPods.OWNER, task.taskId(), "look \"here\"");
    assertThat(told.taskId()).isEqualTo(task.taskId());
    awaitSaid(session, 1);
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsSubsequence("task.started", "task.message", "task.output");
    runs.drain();
    awaitSaid(session, 2);
    other.cancel(task.taskId());
    other.awaitEnd(task.taskId());
    assertRefused(other, TaskPods.OWNER, task.taskId(), ErrorCode.TASK_FINISHED, "cancelled");
  }

  @Test
  void row_48_a_text_is_read_also_where_the_store_fails_at_the_agents_only_look()
      throws SQLException {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("faulty");
    pod.awaitEnd(pod.submit(session, "{\"iterations\":1,\"interval_ms\":1}").taskId());
    change(pod, session, new QueueChange.Hold());
    TaskRecord task = pod.submit(session, "{\"iterations\":1,\"interval_ms\":400}");
    send(pod, TaskPods.OWNER, task.taskId(), "look \"here\"");
    try (Connection holder = pods.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE task_message IN ACCESS EXCLUSIVE MODE");
      change(pod, session, new QueueChange.Release());
      TaskPods.awaitTrue(() -> pods.query(LOOK_CUT_OFF, row -> row.getInt(1)) > 0);
      holder.rollback();
    }
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    awaitSaid(session, 1);
  }

  @Test
  void row_48_an_agent_that_reads_no_messages_refuses_them_and_names_its_kind() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task = pod.submit(pods.session("deaf"), "sh", "sleep 1000", 1);
    assertRefused(pod, TaskPods.OWNER, task.taskId(), ErrorCode.NOT_SUPPORTED, "kind command");
    pod.cancel(task.taskId());
  }

  @Test
  void row_7_nobody_else_sends_anything_and_no_task_gets_too_much() {
    TaskPods.Pod pod = pods.start("pod-1", Map.of("tasks.messages_max", "1"));
    TaskRecord task = pod.submit(pods.session("mine"), ENDLESS);
    Principal eve = new Principal("acme", "eve");
    assertRefused(pod, eve, task.taskId(), ErrorCode.UNKNOWN_TASK, "");
    send(pod, TaskPods.OWNER, task.taskId(), "one");
    assertRefused(
        pod, TaskPods.OWNER, task.taskId(), ErrorCode.TOO_MANY_REQUESTS, "tasks.messages_max");
  }

  private static void change(TaskPods.Pod pod, SessionRef session, QueueChange change) {
    Await.result(pod.bus().request(Addresses.CHANGE_QUEUE, new ChangeQueue(session, change)));
  }

  private void awaitSaid(SessionRef session, long times) {
    TaskPods.awaitTrue(() ->
        pods.events(session).stream()
                .filter(event -> event.type().wire().equals("task.output"))
                .filter(event -> event.data().contains("told: look \\\"here\\\""))
                .count()
            == times);
  }

  private static TaskRecord send(
      TaskPods.Pod pod, Principal principal, String taskId, String text) {
    return Await.result(
        pod.bus().request(Addresses.SEND_MESSAGE, new SendMessage(principal, taskId, text)));
  }

  private static void assertRefused(
      TaskPods.Pod pod, Principal principal, String taskId, ErrorCode code, String words) {
    assertThatThrownBy(() -> send(pod, principal, taskId, "x"))
        .satisfies(failure -> {
          assertThat(((Fault) failure).code()).isEqualTo(code);
          assertThat(((Fault) failure).detail()).contains(words);
        });
  }
}
