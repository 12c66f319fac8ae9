package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.GetSessionUsage;
import dev.holdfast.shared.message.GetTaskUsage;
import dev.holdfast.shared.message.GetUsage;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SessionUsage;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskLimits;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.message.TaskTimings;
import dev.holdfast.shared.message.TaskUsage;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.UsageReport;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.LeaseLost;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.Start;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.TaskEventCodec;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What work used is counted over every attempt, exactly, and outlives what it was used for. */
final class UsageTest {
  private static final String USING =
      "{\"iterations\":3,\"interval_ms\":1,\"tokens_per_iteration\":10,\"cost_micros\":7,"
          + "\"report_usage\":true}";

  private final TaskPods pods = new TaskPods();
  private final ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void row_72_usage_of_a_task_is_the_sum_of_all_its_attempts_also_of_lost_ones() {
    SessionRef session = pods.session("lost");
    Attempt lost = beginAsMute(session, 2, USING);
    Usage before = new Usage(100, 10, 5, 1, 2, 3, 1_000);
    book(lost, 1, before);

    TaskPods.Pod pod = pods.start("rescuer");
    TaskRecord ended = pod.awaitEnd(lost.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(2);

    TaskUsage usage = ofTask(pod, lost.taskId());
    Usage whole = before.plus(new Usage(0, 30, 0, 0, 3, 0, 21));
    assertThat(usage.totals().usage()).isEqualTo(whole);
    assertThat(usage.totals().attempts()).isEqualTo(2);
    assertThat(usage.attempts()).hasSize(2);
    assertThat(usage.attempts().getLast().usage()).isEqualTo(before);
    assertThat(usage.attempts().getLast().outcome()).isEqualTo("worker_lost");
    assertThat(ofSession(pod, session).totals().usage()).isEqualTo(whole);
    assertThat(ofSession(pod, session).totals().tasks()).isEqualTo(1);
    assertThat(today(pod).totals().usage()).isEqualTo(whole);
    assertThat(today(pod).totals().attempts()).isEqualTo(2);
    assertThat(today(pod).totals().tasks()).isEqualTo(1);
  }

  @Test
  void row_71_a_report_replaces_the_one_before_and_a_repetition_counts_once() {
    SessionRef session = pods.session("again");
    Attempt attempt = beginAsMute(session, 1, "{}");
    book(attempt, 1, new Usage(1, 1, 0, 0, 1, 0, 5));
    book(attempt, 2, new Usage(10, 4, 0, 0, 2, 1, 50));
    book(attempt, 2, new Usage(10, 4, 0, 0, 2, 1, 50));
    TaskPods.Pod pod = pods.start("reader");
    assertThat(ofSession(pod, session).totals().usage())
        .isEqualTo(new Usage(10, 4, 0, 0, 2, 1, 50));
    assertThat(today(pod).totals().usage()).isEqualTo(new Usage(10, 4, 0, 0, 2, 1, 50));
  }

  @Test
  void row_73_usage_for_an_unknown_or_foreign_session_is_an_error() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("mine");
    SessionRef unknown = new SessionRef(999_999, TaskPods.OWNER, "nobody");
    SessionRef foreign =
        new SessionRef(session.number(), new Principal("acme", "eve"), session.id());
    for (SessionRef wrong : List.of(unknown, foreign)) {
      assertThatThrownBy(() -> ofSession(pod, wrong))
          .isInstanceOfSatisfying(
              Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.UNKNOWN_SESSION));
    }
  }

  @Test
  void row_73_a_report_for_a_session_that_was_taken_away_fails_and_books_nothing() {
    SessionRef session = pods.session("gone");
    Attempt attempt = beginAsMute(session, 1, "{}");
    book(attempt, 1, new Usage(1, 0, 0, 0, 0, 0, 0));
    pods.execute(
        "UPDATE session_queue SET lease_token = nextval('lease_token') WHERE session_no = "
            + session.number());
    assertThatThrownBy(() -> book(attempt, 2, new Usage(5, 0, 0, 0, 0, 0, 0)))
        .isInstanceOf(LeaseLost.class);
    long booked =
        pods.query(
            "SELECT input_tokens FROM session_usage WHERE session_no = " + session.number(),
            row -> row.getLong(1));
    assertThat(booked).isEqualTo(1);
  }

  @Test
  void row_71_usage_of_a_principal_outlives_its_sessions() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("short");
    pod.awaitEnd(pod.submit(session, USING).taskId());
    UsageReport before = today(pod);
    assertThat(before.totals().usage()).isEqualTo(new Usage(0, 30, 0, 0, 3, 0, 21));
    pods.execute("DELETE FROM task");
    pods.execute("DELETE FROM session_queue");
    pods.execute("DELETE FROM session_event");
    pods.execute("DELETE FROM session_log");
    pods.execute("DELETE FROM session");
    assertThat(today(pod)).isEqualTo(before);
    assertThat(before.days()).hasSize(1);
    UsageReport foreign =
        Await.result(
            pod.bus()
                .request(
                    Addresses.GET_USAGE,
                    new GetUsage(
                        new Principal("acme", "eve"),
                        false,
                        day().minusDays(1),
                        day().plusDays(1))));
    assertThat(foreign.totals().usage()).isEqualTo(Usage.NONE);
    UsageReport tenant =
        Await.result(
            pod.bus()
                .request(
                    Addresses.GET_USAGE,
                    new GetUsage(
                        new Principal("acme", "eve"),
                        true,
                        day().minusDays(1),
                        day().plusDays(1))));
    assertThat(tenant.totals()).isEqualTo(before.totals());
  }

  @Test
  void row_76_a_task_tells_where_its_time_went_and_whose_request_it_was() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("timed");
    SubmitTask asking =
        new SubmitTask(
            session,
            "{\"iterations\":2,\"interval_ms\":20}",
            null,
            null,
            null,
            1,
            null,
            TaskTimeouts.CONFIGURED,
            TaskPlace.LAST,
            TaskLimits.CONFIGURED,
            "req_abc");
    TaskRecord task = pod.submit(asking);
    assertThat(task.account().correlationId()).isEqualTo("req_abc");
    assertThat(task.account().timings().queueMs()).isNull();
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.account().timings().queueMs()).isNotNull().isNotNegative();
    assertThat(ended.account().timings().runMs()).isGreaterThanOrEqualTo(40);
    assertThat(ended.account().timings().inputMs()).isZero();
    JsonObject last = new JsonObject(pods.events(session).getLast().data());
    assertThat(last.getString("correlation_id")).isEqualTo("req_abc");
    assertThat(last.getJsonObject("timings").getLong("run_ms"))
        .isEqualTo(ended.account().timings().runMs());
    assertThat(last.getJsonObject("timings").getLong("queue_ms"))
        .isEqualTo(ended.account().timings().queueMs());
    assertThat(ofTask(pod, task.taskId()).totals().runMs())
        .isEqualTo(ended.account().timings().runMs());
  }

  @Test
  void row_76_waiting_for_an_answer_is_no_run_time() {
    TaskPods.Pod pod = pods.start("pod-1");
    TaskRecord task =
        pod.submit(pods.session("asks"), "{\"iterations\":1,\"interval_ms\":1,\"ask_at\":1}");
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    pods.execute("UPDATE task_input SET asked_at = asked_at - interval '1 hour'");
    pods.execute("UPDATE attempt SET started_at = started_at - interval '1 hour'");
    Await.result(
        pod.bus()
            .request(
                Addresses.ANSWER_INPUT,
                new AnswerInput(TaskPods.OWNER, task.taskId(), null, new Answer("yes", null))));
    TaskTimings timings = pod.awaitEnd(task.taskId()).account().timings();
    assertThat(timings.inputMs()).isBetween(3_600_000L, 3_700_000L);
    assertThat(timings.runMs()).isLessThan(3_000_000L);
    assertThat(ofTask(pod, task.taskId()).attempts().getFirst().inputMs())
        .isEqualTo(timings.inputMs());
  }

  @Test
  void each_threshold_of_a_context_is_told_once_until_it_shrinks() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("full");
    String filling =
        "{\"iterations\":10,\"interval_ms\":30,\"tokens_per_iteration\":10,\"context_size\":100}";
    TaskRecord first = pod.submit(session, filling);
    pod.awaitEnd(first.taskId());
    assertThat(percents(session).getLast()).isEqualTo(95);
    assertThat(percents(session)).doesNotHaveDuplicates().isSorted();
    assertThat(ofSession(pod, session).context()).isEqualTo(new ContextUse(100, 100));
    int before = percents(session).size();
    TaskRecord second = pod.submit(session, filling);
    pod.awaitEnd(second.taskId());
    assertThat(percents(session)).hasSizeGreaterThan(before);
  }

  private List<Integer> percents(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type() == EventType.CONTEXT_WARNING)
        .map(event -> new JsonObject(event.data()).getInteger("percent"))
        .toList();
  }

  private Attempt beginAsMute(SessionRef session, int maxAttempts, String input) {
    Await.result(
        new IntakeStore(pods.postgres(), TaskPods.LIMITS)
            .submit(
                new SubmitTask(session, input, null, null, null, maxAttempts, null),
                "tsk_" + session.id(),
                "demo",
                10,
                600_000));
    long podNo = Await.result(new PodStore(pods.postgres()).register(PodId.start("mute")));
    return Await.result(store.begin(Await.result(store.claim(podNo, 1)).getFirst(), "mute"))
            instanceof Start.Begun begun
        ? begun.attempt()
        : org.assertj.core.api.Assertions.fail("nothing began");
  }

  private void book(Attempt attempt, long writeNo, Usage usage) {
    Await.result(
        store.write(
            attempt,
            writeNo,
            Progress.NONE,
            usage,
            List.of(TaskEventCodec.usage(attempt, Progress.NONE, usage)),
            List.of(),
            null));
  }

  private static TaskUsage ofTask(TaskPods.Pod pod, String taskId) {
    return Await.result(
        pod.bus().request(Addresses.GET_TASK_USAGE, new GetTaskUsage(TaskPods.OWNER, taskId)));
  }

  private static SessionUsage ofSession(TaskPods.Pod pod, SessionRef session) {
    return Await.result(
        pod.bus().request(Addresses.GET_SESSION_USAGE, new GetSessionUsage(session)));
  }

  /** Of yesterday too: midnight may pass meanwhile. */
  private static UsageReport today(TaskPods.Pod pod) {
    return Await.result(
        pod.bus()
            .request(
                Addresses.GET_USAGE,
                new GetUsage(TaskPods.OWNER, false, day().minusDays(1), day().plusDays(1))));
  }

  private static LocalDate day() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
