package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.TaskPods.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs whose worker falls silent, breaks off or comes back. */
final class WorkerLossTest {
  private static final Principal ANN = TaskPods.OWNER;

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
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
  void row_49_a_job_that_is_drained_and_not_confirmed_is_lost_and_not_begun_again() {
    Pod pod = start("a", "agents.w.grace_ms", "100");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    worker.job();
    var drained = worker.drain();
    assertThat(worker.next(WorkerOrder.Stop.class).reason()).isEqualTo("drained");
    assertThat(Await.result(drained)).isEqualTo(1);
    assertThat(pod.awaitEnd(task.taskId()).reason()).isEqualTo("worker_lost");
  }

  @Test
  void a_result_that_crosses_the_word_to_stop_for_a_drain_counts() {
    Pod pod = start("a");
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    TaskRecord task = pod.submit(pods.session("one"), "w", "x", 1);
    WorkerOrder.Begin job = worker.job();
    var drained = worker.drain();
    assertThat(worker.next(WorkerOrder.Stop.class).reason()).isEqualTo("drained");
    assertThat(worker.say(new WorkerNews.Done(job.jobId(), "{\"done\":true}"))).isEmpty();
    assertThat(Await.result(drained)).isEqualTo(1);
    assertThat(pod.awaitEnd(task.taskId()).result()).isEqualTo("{\"done\":true}");
  }

  private Pod start(String name, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("agents.w.kind", "worker"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return pods.start(name, all);
  }

  private long blocked() {
    return number("SELECT count(*) FROM session_queue WHERE blocked_on IS NOT NULL");
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
