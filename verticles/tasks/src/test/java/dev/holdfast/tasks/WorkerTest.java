package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Retry;
import dev.holdfast.shared.message.SendMessage;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskPlan;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.TaskPods.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task at a worker, from its job to its end. */
final class WorkerTest {
  private static final Principal ANN = TaskPods.OWNER;

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void a_worker_runs_a_task_and_all_it_says_is_in_the_log_in_its_order() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    SessionRef session = pods.session("one");
    TaskRecord task = pod.submit(session, "w", "do it", 1);
    WorkerOrder.Begin job = worker.job();
    assertThat(job.taskId()).isEqualTo(task.taskId());
    assertThat(job.sessionId()).isEqualTo("one");
    assertThat(job.input()).isEqualTo("do it");
    assertThat(job.agent()).isEqualTo("w");
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.deadlineMs()).isEqualTo(3_600_000);
    for (int i = 1; i <= 50; i++) {
      worker.tell(new WorkerNews.Said(job.jobId(), "text", "line " + i));
    }
    worker.tell(new WorkerNews.Used(job.jobId(), new Usage(10, 5, 0, 0, 1, 0, 7)));
    worker.tell(new WorkerNews.Used(job.jobId(), new Usage(4, 9, 0, 0, 1, 0, 7)));
    assertThat(worker.say(new WorkerNews.Advanced(job.jobId(), new Progress(1, 2, 60, 120))))
        .isEmpty();
    assertThat(worker.say(new WorkerNews.Done(job.jobId(), "{\"answer\":42}"))).isEmpty();
    // The last word is acknowledged once the end is durable.
    TaskRecord ended = pod.get(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.result()).isEqualTo("{\"answer\":42}");
    List<String> said =
        pods.events(session).stream()
            .filter(event -> event.type().wire().equals("task.output"))
            .map(event -> event.data().replaceAll(".*\"text\" ?: ?\"(line \\d+)\".*", "$1"))
            .toList();
    assertThat(said).hasSize(50).startsWith("line 1", "line 2").endsWith("line 50");
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsSubsequence(
            "task.started", "task.output", "task.usage", "task.progress", "task.completed");
    assertThat(number("SELECT input_tokens + output_tokens FROM attempt")).isEqualTo(19);
  }

  @Test
  void row_46_a_cancel_reaches_the_worker_and_its_result_after_that_does_not_count() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    assertThat(worker.say(new WorkerNews.Stopped(job.jobId())))
        .map(Fault::code)
        .contains(ErrorCode.BAD_REQUEST);
    pod.cancel(task.taskId());
    assertThat(worker.next(WorkerOrder.Stop.class).reason()).isEqualTo("cancelled");
    worker.say(new WorkerNews.Done(job.jobId(), "{\"late\":true}"));
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(ended.result()).isNull();
  }

  @Test
  void row_48_texts_of_the_owner_reach_the_worker() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    Await.result(
        pod.bus()
            .request(Addresses.SEND_MESSAGE, new SendMessage(ANN, task.taskId(), "and the tests")));
    assertThat(worker.next(WorkerOrder.Tell.class).text()).isEqualTo("and the tests");
    worker.say(new WorkerNews.Done(job.jobId(), "{}"));
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_failure_that_may_pass_is_tried_again_where_the_submission_wants_it() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task =
        pod.submit(
            new SubmitTask(
                pods.session("one"),
                "x",
                "w",
                null,
                null,
                2,
                null,
                TaskTimeouts.CONFIGURED,
                TaskPlace.LAST,
                TaskLimits.CONFIGURED,
                null,
                new TaskPlan(TaskPlan.PRIORITY_DEFAULT, new Retry(0, 0))));
    WorkerOrder.Begin first = worker.job();
    worker.say(new WorkerNews.Failed(first.jobId(), "not now", true));
    WorkerOrder.Begin second = worker.job();
    assertThat(second.jobId()).isNotEqualTo(first.jobId());
    worker.say(new WorkerNews.Failed(second.jobId(), "never", false));
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.error()).isEqualTo("never");
    assertThat(ended.reason()).isEqualTo("agent_error");
  }

  @Test
  void an_attempt_that_runs_too_long_is_stopped() {
    Pod pod = start("a", "agents.w.run_ms_max", "300", "agents.w.grace_ms", "0");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    assertThat(worker.job().deadlineMs()).isEqualTo(300);
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("timeout_run");
  }

  @Test
  void an_offer_that_is_not_right_is_refused() {
    Pod pod = start("a", "tasks.worker_slots_max", "2", "tasks.workers_max", "1");
    assertThatThrownBy(() -> WorkerStandIn.connect(pod, ANN, "demo", 1))
        .hasMessageContaining("not configured as run by workers");
    assertThatThrownBy(() -> WorkerStandIn.connect(pod, ANN, "w", 3))
        .hasMessageContaining("tasks.worker_slots_max");
    WorkerStandIn one = WorkerStandIn.connect(pod, ANN, "w", 1);
    assertThatThrownBy(() -> WorkerStandIn.connect(pod, ANN, "w", 1))
        .hasMessageContaining("tasks.workers_max");
    one.again("w", 2);
    assertThat(one.next(WorkerOrder.Replaced.class)).isEqualTo(new WorkerOrder.Replaced());
  }

  private Pod start(String name, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("agents.w.kind", "worker"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return pods.start(name, all);
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
