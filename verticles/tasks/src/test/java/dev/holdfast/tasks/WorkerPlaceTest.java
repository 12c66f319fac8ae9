package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.QueueView;
import dev.holdfast.shared.message.ReadQueue;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.TaskPods.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which worker gets which task, and what waits for one. */
final class WorkerPlaceTest {
  private static final Principal ANN = TaskPods.OWNER;
  private static final Principal BOB = new Principal("acme", "bob");
  private static final Principal EVE = new Principal("rival", "ann");

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
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
  void row_62_a_session_without_a_worker_leaves_room_under_a_limit_to_others() {
    Map<String, String> limits = Map.of("tasks.running_max", "1", "agents.w.kind", "worker");
    Map<String, String> all = new HashMap<>(limits);
    all.put("tasks.running_check_ms", "600000"); // nobody else lets sessions go on
    Pod pod = pods.start("a", all);
    TaskRecord first =
        pod.submit(pods.session("ses-1"), "{\"iterations\":1000000,\"interval_ms\":20}");
    pod.awaitStatus(first.taskId(), TaskStatus.RUNNING);
    WorkerStandIn worker = WorkerStandIn.connect(pod, ANN, "w", 1);
    pod.submit(pods.session("ses-2"), "w", "x", 1);
    TaskPods.awaitTrue(() -> blockedOn("all") == 1);
    worker.disconnect();
    TaskRecord third = pod.submit(pods.session("ses-3"), "{\"iterations\":1}");
    TaskPods.awaitTrue(() -> blockedOn("all") == 2);
    pod.cancel(first.taskId());
    assertThat(pod.awaitEnd(third.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(blockedOn("all")).isZero();
  }

  @Test
  void row_50_many_tasks_of_two_pods_end_once_each_while_their_workers_come_and_go() {
    Pod one = start("one");
    Pod two = start("two");
    List<TaskRecord> tasks = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      tasks.add((i % 2 == 0 ? one : two).submit(pods.session("ses-" + i), "w", "" + i, 100));
    }
    List<BusyWorker> workers =
        List.of(new BusyWorker(one, 3), new BusyWorker(one, 2), new BusyWorker(two, 1));
    for (TaskRecord task : tasks) {
      assertThat(one.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    }
    workers.forEach(BusyWorker::stop);
    assertThat(workers.stream().mapToInt(BusyWorker::done).sum()).isEqualTo(120);
    assertThat(workers).allMatch(worker -> worker.done() > 0);
    assertThat(number("SELECT count(*) FROM attempt WHERE outcome = 'completed'")).isEqualTo(120);
    assertThat(blocked()).isZero();
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

  /** Does each job at once, and comes back on another connection after every seventh. */
  private static final class BusyWorker {
    private final Thread thread;
    private final AtomicInteger done = new AtomicInteger();

    BusyWorker(Pod pod, int slots) {
      WorkerStandIn first = WorkerStandIn.connect(pod, ANN, "w", slots);
      thread = Thread.startVirtualThread(() -> work(first, slots));
    }

    private void work(WorkerStandIn first, int slots) {
      WorkerStandIn worker = first;
      for (Optional<WorkerOrder.Begin> job = worker.jobOrEnd();
          job.isPresent();
          job = worker.jobOrEnd()) {
        String id = job.get().jobId();
        if (worker.say(new WorkerNews.Done(id, "{}")).isEmpty()
            && done.incrementAndGet() % 7 == 0
            && !worker.hasOrders()
            && slots == 1) {
          worker.disconnect();
          worker = worker.again("w", slots);
        }
      }
    }

    int done() {
      return done.get();
    }

    void stop() {
      thread.interrupt();
    }
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

  private long blockedOn(String key) {
    return number("SELECT count(*) FROM session_queue WHERE blocked_on = '" + key + "'");
  }

  private long blocked() {
    return number("SELECT count(*) FROM session_queue WHERE blocked_on IS NOT NULL");
  }

  private long number(String sql) {
    return pods.query(sql, row -> row.getLong(1));
  }
}
