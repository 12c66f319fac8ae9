package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.GetTask;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTasks;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskPage;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TaskLifeTest {
  private static final String QUICK =
      "{\"iterations\":3,\"tokens_per_iteration\":7,\"interval_ms\":1}";
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":50}";

  private static TaskPods pods;
  private static TaskPods.Pod pod;

  @BeforeAll
  static void start() {
    pods = new TaskPods();
    pod = pods.start("pod-1", Map.of("tasks.queue_depth_max", "5"));
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  @Test
  void row_39_a_task_is_durable_before_it_is_answered_and_outlives_the_request() {
    SessionRef session = pods.session("life");
    TaskRecord accepted = pod.submit(session, QUICK);
    assertThat(accepted.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(accepted.session()).isEqualTo(session);
    assertThat(pods.events(session).getFirst().type().wire()).isEqualTo("task.accepted");

    TaskRecord ended = pod.awaitEnd(accepted.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.reason()).isEqualTo("completed");
    assertThat(ended.pod()).isEqualTo("pod-1");
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.result()).contains("\"iterations\":3", "\"tokens_used\":21");
    assertThat(pods.eventTypes(session, accepted.taskId()))
        .startsWith("task.accepted", "task.started")
        .endsWith("task.completed")
        .filteredOn("task.progress"::equals)
        .hasSize(3);
  }

  @Test
  void row_51_the_four_counters_are_there_from_the_first_answer_and_in_every_event() {
    SessionRef session = pods.session("counters");
    TaskRecord accepted = pod.submit(session, QUICK);
    assertThat(accepted.progress()).isEqualTo(Progress.NONE);
    TaskRecord ended = pod.awaitEnd(accepted.taskId());
    assertThat(ended.progress()).isEqualTo(new Progress(3, 3, 21, 21));
    for (Event event : pods.events(session)) {
      assertThat(new JsonObject(event.data()).fieldNames())
          .contains("current_iteration", "total_iterations", "tokens_used", "total_tokens");
    }
  }

  @Test
  void row_4_the_session_of_a_task_cannot_be_changed_even_in_the_store() {
    SessionRef session = pods.session("settled");
    SessionRef other = pods.session("another");
    TaskRecord task = pod.submit(session, QUICK);
    assertThatThrownBy(() ->
            pods.execute(
                "UPDATE task SET session_no = "
                    + other.number()
                    + " WHERE task_id = '"
                    + task.taskId()
                    + "'"))
        .hasMessageContaining("never changes");
    assertThat(pod.awaitEnd(task.taskId()).session()).isEqualTo(session);
  }

  @Test
  void row_36_a_repeated_key_is_the_same_task_and_another_payload_a_conflict() {
    SessionRef session = pods.session("idempotent");
    TaskRecord first = pod.submit(session, QUICK, new Idempotency("key-1", "print-a"));
    TaskRecord again = pod.submit(session, QUICK, new Idempotency("key-1", "print-a"));
    assertThat(again.taskId()).isEqualTo(first.taskId());
    assertThatThrownBy(() -> pod.submit(session, ENDLESS, new Idempotency("key-1", "print-b")))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
    pod.awaitEnd(first.taskId());
    assertThat(pods.eventTypes(session, first.taskId()))
        .filteredOn("task.accepted"::equals)
        .hasSize(1);
  }

  @Test
  void row_63_a_session_runs_its_tasks_in_order_while_others_run_beside_it() {
    SessionRef one = pods.session("fifo");
    SessionRef other = pods.session("beside");
    TaskRecord first = pod.submit(one, "{\"iterations\":20,\"interval_ms\":20}");
    TaskRecord second = pod.submit(one, QUICK);
    TaskRecord third = pod.submit(one, QUICK);
    TaskRecord beside = pod.submit(other, QUICK);
    pod.awaitEnd(beside.taskId());
    pod.awaitEnd(third.taskId());

    List<String> order =
        pods.events(one).stream()
            .filter(e -> e.type().terminal() || e.type().wire().equals("task.started"))
            .map(e -> e.type().wire() + " " + e.taskId())
            .toList();
    assertThat(order)
        .containsExactly(
            "task.started " + first.taskId(),
            "task.completed " + first.taskId(),
            "task.started " + second.taskId(),
            "task.completed " + second.taskId(),
            "task.started " + third.taskId(),
            "task.completed " + third.taskId());
    assertThat(pods.events(one).stream().map(Event::seq))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, pods.events(one).size()).boxed().toList());
  }

  @Test
  void row_52_progress_of_a_queued_task_stays_at_zero_while_the_one_before_it_moves() {
    SessionRef session = pods.session("progress");
    TaskRecord first = pod.submit(session, ENDLESS);
    TaskRecord second = pod.submit(session, QUICK);
    TaskPods.awaitTrue(() -> pod.get(first.taskId()).progress().currentIteration() >= 2);
    assertThat(pod.get(second.taskId()).progress()).isEqualTo(Progress.NONE);
    assertThat(pod.get(second.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    pod.cancel(first.taskId());
    assertThat(pod.awaitEnd(second.taskId()).progress()).isEqualTo(new Progress(3, 3, 21, 21));
  }

  @Test
  void a_queued_task_is_cancelled_at_once_and_the_next_one_runs() {
    SessionRef session = pods.session("cancel-queued");
    TaskRecord running = pod.submit(session, ENDLESS);
    TaskRecord queued = pod.submit(session, QUICK);
    TaskRecord last = pod.submit(session, QUICK);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    TaskRecord cancelled = pod.cancel(queued.taskId());
    assertThat(cancelled.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(cancelled.reason()).isEqualTo("cancelled");
    pod.cancel(running.taskId());
    assertThat(pod.awaitEnd(last.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(pods.eventTypes(session, queued.taskId()))
        .containsExactly("task.accepted", "task.cancelled");
    assertThatThrownBy(() -> pod.cancel(queued.taskId()))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.TASK_FINISHED));
  }

  @Test
  void cancelling_twice_is_told_once() {
    SessionRef session = pods.session("cancel-twice");
    TaskRecord task = pod.submit(session, "sh", "trap '' TERM; echo on; sleep 1000", 1);
    TaskPods.awaitTrue(() -> pods.eventTypes(session, task.taskId()).contains("task.output"));
    pod.cancel(task.taskId());
    pod.cancel(task.taskId());
    pod.awaitEnd(task.taskId());
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsExactly(
            "task.accepted",
            "task.started",
            "task.output",
            "task.cancel_requested",
            "task.cancel_delivered",
            "task.cancel_abandoned",
            "task.cancelled");
  }

  @Test
  void row_40_a_failed_task_says_why() {
    SessionRef session = pods.session("failing");
    TaskRecord task = pod.submit(session, "{\"iterations\":3,\"interval_ms\":1,\"fail_at\":2}");
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.reason()).isEqualTo("agent_error");
    assertThat(ended.error()).isEqualTo("failed at iteration 2 as asked");
    assertThat(ended.startedAt()).isNotNull();
    assertThat(ended.finishedAt()).isNotNull();
  }

  @Test
  void what_a_program_says_may_hold_any_byte() {
    SessionRef session = pods.session("bytes");
    String program = "printf 'a\\000\\377b\\n'; printf 'c\\000d' >&2; exit 1";
    TaskRecord ended = pod.awaitEnd(pod.submit(session, "sh", program, 1).taskId());
    assertThat(ended.reason()).isEqualTo("agent_error");
    assertThat(ended.error()).isEqualTo("program ended with exit code 1: c\uFFFDd");
    assertThat(pods.events(session).stream().map(Event::data))
        .anyMatch(data -> data.contains("a\\u0000\uFFFDb"));
  }

  @Test
  void the_queue_of_a_session_has_a_limit() {
    SessionRef session = pods.session("full");
    TaskRecord first = pod.submit(session, ENDLESS);
    for (int i = 0; i < 4; i++) {
      pod.submit(session, QUICK);
    }
    assertThatThrownBy(() -> pod.submit(session, QUICK))
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.code()).isEqualTo(ErrorCode.QUEUE_FULL));
    pod.cancel(first.taskId());
  }

  @Test
  void an_unknown_agent_or_preset_is_refused_with_the_known_ones() {
    SessionRef session = pods.session("unknown");
    assertThatThrownBy(() -> pod.submit(session, "nobody", "x", 1))
        .hasMessageContaining("demo, sh");
    assertThatThrownBy(
            () -> pod.submit(new SubmitTask(session, "x", null, "nothing", null, 1, null)))
        .hasMessageContaining("agent_preset nothing is not configured; known: default");
    assertThat(pods.events(session)).isEmpty();
  }

  @Test
  void another_principal_cannot_tell_a_task_from_none() {
    TaskRecord task = pod.submit(pods.session("private"), QUICK);
    Principal stranger = new Principal("acme", "bob");
    for (String id : List.of(task.taskId(), "tsk_none")) {
      assertThatThrownBy(
              () -> Await.result(pod.bus().request(Addresses.GET_TASK, new GetTask(stranger, id))))
          .isInstanceOfSatisfying(
              Fault.class,
              f -> {
                assertThat(f.code()).isEqualTo(ErrorCode.UNKNOWN_TASK);
                assertThat(f.detail()).isEqualTo(ErrorCode.UNKNOWN_TASK.meaning());
              });
    }
  }

  @Test
  void a_list_pages_through_every_task_once_newest_first() {
    SessionRef session = pods.session("list");
    List<String> submitted =
        List.of(
            pod.submit(session, QUICK).taskId(),
            pod.submit(session, QUICK).taskId(),
            pod.submit(session, QUICK).taskId());
    TaskPage page =
        Await.result(
            pod.bus()
                .request(
                    Addresses.LIST_TASKS,
                    new ListTasks(TaskPods.OWNER, session.number(), null, null, 2)));
    TaskPage rest =
        Await.result(
            pod.bus()
                .request(
                    Addresses.LIST_TASKS,
                    new ListTasks(TaskPods.OWNER, session.number(), null, page.next(), 2)));
    assertThat(page.tasks().stream().map(TaskRecord::taskId))
        .containsExactly(submitted.get(2), submitted.get(1));
    assertThat(rest.tasks().stream().map(TaskRecord::taskId)).containsExactly(submitted.get(0));
    assertThat(rest.next()).isNull();
  }
}
