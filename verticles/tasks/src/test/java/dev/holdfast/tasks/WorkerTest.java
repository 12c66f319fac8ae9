package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that workers run, as the tasks of a pod see workers. */
final class WorkerTest {
  private static final Principal ANN = TaskPods.OWNER;
  private static final Principal BOB = new Principal("acme", "bob");
  private static final Principal EVE = new Principal("rival", "ann");

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
  void a_task_without_a_worker_waits_and_fails_when_its_queue_time_is_over() {
    Pod pod = start("a", "tasks.queue_ms_max", "1500");
    SessionRef session = pods.session("one");
    TaskRecord task = pod.submit(session, "w", "x", 1);
    TaskPods.awaitTrue(() -> "worker".equals(waitsFor(pod, session)));
    TaskRecord other = pod.submit(pods.session("other"), "demo", "{\"iterations\":1}", 1);
    assertThat(pod.awaitEnd(other.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.reason()).isEqualTo("timeout_queue");
    // Only the other one was ever begun.
    assertThat(number("SELECT count(*) FROM attempt")).isEqualTo(1);
  }

  @Test
  void row_50_the_pod_that_holds_the_worker_runs_what_another_pod_took_in() {
    Pod without = start("without");
    Pod with = start("with");
    TaskRecord task = without.submit(pods.session("one"), "w", "x", 1);
    TaskPods.awaitTrue(() -> blocked() == 1);
    WorkerStandIn worker = WorkerStandIn.connect(with, ANN, "w", 1);
    WorkerOrder.Begin job = worker.job();
    worker.say(new WorkerNews.Done(job.jobId(), "{}"));
    assertThat(without.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    String ranOn = pods.query("SELECT pod FROM attempt", row -> row.getString(1));
    assertThat(ranOn).isEqualTo("with");
  }

  @Test
  void a_worker_gets_no_more_jobs_at_once_than_it_has_slots() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    pod.submit(pods.session("one"), "w", "1", 1);
    WorkerOrder.Begin first = worker.job();
    TaskRecord second = pod.submit(pods.session("two"), "w", "2", 1);
    TaskPods.awaitTrue(() -> blocked() == 1);
    assertThat(worker.hasOrders()).isFalse();
    assertThat(number("SELECT max(attempt) FROM task WHERE task_id = '" + second.taskId() + "'"))
        .isZero();
    worker.say(new WorkerNews.Done(first.jobId(), "{}"));
    WorkerOrder.Begin next = worker.job();
    assertThat(next.taskId()).isEqualTo(second.taskId());
    worker.say(new WorkerNews.Done(next.jobId(), "{}"));
  }

  @Test
  void row_7_a_worker_gets_tasks_of_its_own_principal_or_tenant_alone() {
    Pod pod = start("a", "agents.shared.kind", "worker", "agents.shared.serves", "tenant");
    WorkerStandIn bob = WorkerStandIn.connect(pod, BOB, "w", 1);
    WorkerStandIn eve = WorkerStandIn.connect(pod, EVE, "shared", 1);
    pod.submit(pods.session("own"), "w", "1", 1);
    TaskRecord shared = pod.submit(pods.session("shared"), "shared", "2", 1);
    TaskPods.awaitTrue(() -> blocked() == 2);
    WorkerStandIn colleague = WorkerStandIn.connect(pod, BOB, "shared", 1);
    WorkerOrder.Begin job = colleague.job();
    assertThat(job.taskId()).isEqualTo(shared.taskId());
    // News of another's job, even where its id is known.
    assertThat(bob.say(new WorkerNews.Done(job.jobId(), "{\"forged\":true}")))
        .map(Fault::code)
        .contains(ErrorCode.JOB_GONE);
    colleague.say(new WorkerNews.Done(job.jobId(), "{}"));
    assertThat(pod.awaitEnd(shared.taskId()).result()).isEqualTo("{}");
    assertThat(bob.hasOrders()).isFalse();
    assertThat(eve.hasOrders()).isFalse();
    assertThat(blocked()).isEqualTo(1);
  }

  @Test
  void row_49_a_silent_worker_loses_its_job_once_and_writes_nothing_late() {
    Pod pod = start("a", "tasks.worker_lease_ms", "300");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    SessionRef session = pods.session("one");
    TaskRecord task = pod.submit(session, "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.reason()).isEqualTo("worker_lost");
    assertThat(ended.error()).isEqualTo("its worker was silent for longer than 300 ms");
    int events = pods.events(session).size();
    for (WorkerNews late :
        List.of(
            new WorkerNews.Said(job.jobId(), "text", "late"),
            new WorkerNews.Advanced(job.jobId(), new Progress(9, 9, 9, 9)),
            new WorkerNews.Done(job.jobId(), "{\"late\":true}"))) {
      assertThat(worker.say(late)).map(Fault::code).contains(ErrorCode.JOB_GONE);
    }
    assertThat(pods.events(session)).hasSize(events);
    assertThat(pod.get(task.taskId()).result()).isNull();
    // It was heard, so it is given work again.
    TaskRecord next = pod.submit(session, "w", "y", 1);
    worker.beat();
    assertThat(worker.job().taskId()).isEqualTo(next.taskId());
  }

  @Test
  void row_49_a_lost_workers_job_goes_to_another_one_where_an_attempt_is_left() {
    Pod pod = start("a", "tasks.worker_grace_ms", "100");
    WorkerStandIn first = WorkerStandIn.connect(pod, ANN, "w", 1);
    SessionRef session = pods.session("one");
    TaskRecord task = pod.submit(session, "w", "x", 2);
    WorkerOrder.Begin lost = first.job();
    first.say(new WorkerNews.Said(lost.jobId(), "text", "begun"));
    WorkerStandIn second = WorkerStandIn.connect(pod, ANN, "w", 1);
    first.disconnect();
    WorkerOrder.Begin again = second.job();
    assertThat(again.taskId()).isEqualTo(task.taskId());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.externalSessionId()).isEqualTo(lost.externalSessionId());
    assertThat(first.say(new WorkerNews.Done(lost.jobId(), "{\"of\":1}")))
        .map(Fault::code)
        .contains(ErrorCode.JOB_GONE);
    second.say(new WorkerNews.Done(again.jobId(), "{\"of\":2}"));
    assertThat(pod.awaitEnd(task.taskId()).result()).isEqualTo("{\"of\":2}");
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsSubsequence("task.output", "task.superseded", "task.started", "task.completed");
  }

  @Test
  void a_worker_that_comes_back_in_time_goes_on_with_the_jobs_it_names() {
    Pod pod = start("a", "tasks.worker_grace_ms", "60000");
    WorkerStandIn before = WorkerStandIn.connect(pod, ANN, "w", 2);
    TaskRecord kept = pod.submit(pods.session("kept"), "w", "x", 1);
    WorkerOrder.Begin keptJob = before.job();
    TaskRecord dropped = pod.submit(pods.session("dropped"), "w", "x", 1);
    before.job();
    before.disconnect();
    pod.cancel(kept.taskId());
    TaskPods.awaitTrue(() -> pod.get(kept.taskId()).status().terminal());
    TaskRecord third = pod.submit(pods.session("third"), "w", "x", 1);
    WorkerStandIn after = before.again("w", 2, keptJob.jobId(), "job_unknown");
    assertThat(after.welcomed).isEmpty();
    assertThat(pod.awaitEnd(dropped.taskId()).error()).isEqualTo("its worker came back without it");
    WorkerOrder.Begin thirdJob = after.job();
    after.disconnect();
    WorkerStandIn last = after.again("w", 1, thirdJob.jobId());
    assertThat(last.welcomed).containsExactly(thirdJob.jobId());
    assertThat(last.say(new WorkerNews.Done(thirdJob.jobId(), "{}"))).isEmpty();
    assertThat(pod.get(third.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_48_a_question_is_answered_also_where_the_worker_came_back_meanwhile() {
    Pod pod = start("a", "tasks.worker_grace_ms", "60000");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    WorkerNews.Asked asked =
        new WorkerNews.Asked(job.jobId(), "ask-1", new Question("Which?", List.of(), null));
    assertThat(worker.say(asked)).isEmpty();
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    WorkerNews.Asked second =
        new WorkerNews.Asked(job.jobId(), "ask-2", new Question("And?", List.of(), null));
    assertThat(worker.say(second)).map(Fault::code).contains(ErrorCode.TOO_MANY_REQUESTS);
    worker.disconnect();
    Await.result(
        pod.bus()
            .request(
                Addresses.ANSWER_INPUT,
                new AnswerInput(ANN, task.taskId(), null, new Answer(null, "this one"))));
    pod.awaitStatus(task.taskId(), TaskStatus.RUNNING);
    WorkerStandIn after = worker.again("w", 1, job.jobId());
    // It does not know whether it was heard, and asks the same again: nothing new is asked.
    assertThat(after.say(asked)).isEmpty();
    WorkerOrder.Answered answer = after.next(WorkerOrder.Answered.class);
    assertThat(answer.askId()).isEqualTo("ask-1");
    assertThat(answer.answer().text()).isEqualTo("this one");
    assertThat(number("SELECT count(*) FROM task_input")).isEqualTo(1);
    after.say(new WorkerNews.Done(job.jobId(), "{}"));
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
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
  void a_connection_that_its_pod_closes_hands_its_jobs_back_uncharged() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    var drained = worker.drain();
    assertThat(worker.next(WorkerOrder.Stop.class).reason()).isEqualTo("drained");
    worker.say(new WorkerNews.Stopped(job.jobId()));
    assertThat(Await.result(drained)).isEqualTo(1);
    worker.disconnect();
    TaskPods.awaitTrue(() -> blocked() == 1);
    assertThat(pod.get(task.taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    WorkerStandIn next = WorkerStandIn.connect(pod, ANN, "w", 1);
    WorkerOrder.Begin again = next.job();
    assertThat(again.attempt()).isEqualTo(1);
    next.say(new WorkerNews.Done(again.jobId(), "{}"));
    assertThat(pod.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
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

  @Test
  void what_waits_for_workers_goes_on_when_they_no_longer_run_its_agent() {
    Pod pod = start("a");
    TaskRecord task = pod.submit(pods.session("one"), "w", "{\"iterations\":1}", 1);
    TaskPods.awaitTrue(() -> blocked() == 1);
    pod.drain();
    Pod other = pods.start("b", Map.of("agents.w.kind", "demo"));
    assertThat(other.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  private Pod start(String name, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("agents.w.kind", "worker"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return pods.start(name, all);
  }

  private String waitsFor(Pod pod, SessionRef session) {
    QueueView queue = Await.result(pod.bus().request(Addresses.READ_QUEUE, new ReadQueue(session)));
    return Optional.ofNullable(queue.waitsFor()).orElse("");
  }

  private long blocked() {
    return number("SELECT count(*) FROM session_queue WHERE blocked_on IS NOT NULL");
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
