package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.DescribeWork;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.store.ExecutionStore;
import dev.holdfast.tasks.store.IntakeStore;
import dev.holdfast.tasks.store.PodStore;
import dev.holdfast.tasks.store.Start;
import dev.holdfast.tasks.task.Attempt;
import dev.holdfast.tasks.task.ContextConfig;
import dev.holdfast.tasks.task.RunningLimits;
import dev.holdfast.tasks.task.TaskEventCodec;
import dev.holdfast.tasks.task.Workplaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A context that is nearly full is summarised: once, in its turn, and from its own session alone.
 */
final class SummaryTest {
  /** Fills 85 of 100. */
  private static final String FILLING =
      "{\"iterations\":17,\"interval_ms\":1,\"tokens_per_iteration\":5,\"context_size\":100,\"say\":\"%s\"}";

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  /** What the agent is given is what it answers. */
  private TaskPods.Pod pod(String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("agents.scribe.kind", "command");
    settings.put("agents.scribe.command", "/bin/cat");
    settings.put("tasks.context_summary_agent", "scribe");
    settings.putAll(more);
    return pods.start(name, settings);
  }

  @Test
  void row_74_a_context_that_passes_80_percent_is_summarised_once_and_the_session_shows_it() {
    TaskPods.Pod pod = pod("pod-1", Map.of());
    SessionRef session = pods.session("full");
    TaskRecord task = pod.submit(session, FILLING.formatted("hello"));
    TaskRecord next = pod.submit(session, "{\"iterations\":1,\"interval_ms\":1}");
    pod.awaitEnd(next.taskId());

    SessionSummary summary = Objects.requireNonNull(summary(pod, session));
    assertThat(summary.sessionId()).isEqualTo("full");
    assertThat(summary.text()).contains("asked: " + task.input(), "said: hello", "completed: {");
    TaskRecord made = pod.get(String.valueOf(summary.taskId()));
    assertThat(made.account().purpose()).isEqualTo("summary");
    assertThat(made.agent()).isEqualTo("scribe");
    assertThat(made.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(made.session()).isEqualTo(session);
    assertThat(pod.get(task.taskId()).account().purpose()).isNull();
    assertThat(summaries(session)).isEqualTo(1);
    assertThat(order(session)).containsExactly(task.taskId(), made.taskId(), next.taskId());
    assertThat(pods.eventTypes(session, made.taskId()))
        .startsWith("task.accepted", "task.started")
        .endsWith("session.summary", "task.completed");
    Event told = pods.events(session).get((int) summary.toSeq() - 1);
    assertThat(told.seq()).isEqualTo(summary.toSeq());
    assertThat(told.taskId()).isEqualTo(task.taskId());
    assertThat(told.type()).isEqualTo(EventType.TASK_COMPLETED);
  }

  @Test
  void row_74_a_context_that_shrank_and_fills_again_is_summarised_again_from_where_it_ended() {
    TaskPods.Pod pod = pod("pod-1", Map.of());
    SessionRef session = pods.session("again");
    pod.awaitEnd(pod.submit(session, FILLING.formatted("first")).taskId());
    TaskPods.awaitTrue(() -> summary(pod, session) != null);
    pod.awaitEnd(pod.submit(session, FILLING.formatted("second")).taskId());
    TaskPods.awaitTrue(() -> String.valueOf(summary(pod, session)).contains("said: second"));
    String text = String.valueOf(summary(pod, session));
    assertThat(text).contains("summary of what was before: ");
    assertThat(text.indexOf("asked: " + FILLING.formatted("first")))
        .isEqualTo(text.lastIndexOf("asked: " + FILLING.formatted("first")));
    assertThat(summaries(session)).isEqualTo(2);
  }

  @Test
  void row_74_a_session_goes_on_where_no_worker_comes_for_its_summary() {
    TaskPods.Pod pod =
        pods.start(
            "pod-1",
            Map.of(
                "agents.far.kind", "worker",
                "tasks.context_summary_agent", "far",
                "tasks.context_summary_ms_max", "1"));
    SessionRef session = pods.session("alone");
    pod.submit(session, FILLING.formatted("hello"));
    TaskRecord next = pod.submit(session, "{\"iterations\":1,\"interval_ms\":1}");
    assertThat(pod.awaitEnd(next.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    String reason =
        pods.query(
            "SELECT termination_reason FROM task WHERE purpose = 'summary'",
            row -> row.getString(1));
    assertThat(reason).isEqualTo("timeout_queue");
  }

  @Test
  void row_74_without_a_summary_agent_there_are_only_warnings() {
    TaskPods.Pod pod = pods.start("pod-1");
    SessionRef session = pods.session("plain");
    TaskRecord task = pod.submit(session, FILLING.formatted("x"));
    pod.awaitEnd(task.taskId());
    assertThat(pods.eventTypes(session, task.taskId())).contains("context.warning");
    assertThat(summaries(session)).isZero();
  }

  @Test
  void row_74_a_report_whose_outcome_was_unknown_asks_for_no_second_summary() {
    ContextConfig config = new ContextConfig("demo", 80, 95, 10_000, 1_000, 60_000, false, 20);
    ExecutionStore store =
        new ExecutionStore(
            pods.postgres(), TaskPods.LIMITS, RunningLimits.NONE, Workplaces.NONE, config);
    SessionRef session = pods.session("unknown");
    Attempt attempt = beginAsMute(store, session);
    report(store, attempt, 1, 85);
    report(store, attempt, 1, 85);
    report(store, attempt, 2, 90);
    assertThat(summaries(session)).isEqualTo(1);
    report(store, attempt, 3, 10);
    report(store, attempt, 4, 96);
    assertThat(summaries(session)).as("one is under way").isEqualTo(1);
    int unfinished =
        pods.query(
            "SELECT unfinished FROM session_queue WHERE session_no = " + session.number(),
            row -> row.getInt(1));
    assertThat(unfinished).isEqualTo(2);
    assertThat(wanted(session)).isEqualTo(1);

    TaskPods.Pod pod = pod("pod-2", Map.of());
    pod.awaitEnd(attempt.taskId());
    TaskPods.awaitTrue(() -> summary(pod, session) != null);
    assertThat(summaries(session)).as("a lost pod makes no other").isEqualTo(1);
  }

  @Test
  void row_74_another_attempt_of_the_same_task_asks_for_no_second_summary() {
    ContextConfig config = new ContextConfig("demo", 80, 95, 10_000, 1_000, 60_000, false, 20);
    ExecutionStore store =
        new ExecutionStore(
            pods.postgres(), TaskPods.LIMITS, RunningLimits.NONE, Workplaces.NONE, config);
    SessionRef session = pods.session("retried");
    Attempt lost = beginAsMute(store, session);
    report(store, lost, 1, 85);
    report(store, lost, 2, 5); // so that the next attempt passes the threshold anew
    TaskPods.Pod pod = pod("pod-2", Map.of());
    TaskRecord ended = pod.awaitEnd(lost.taskId());
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(pods.eventTypes(session, lost.taskId()).stream().filter("context.warning"::equals))
        .hasSizeGreaterThan(1);
    assertThat(summaries(session)).isEqualTo(1);
    pod.awaitEnd(pod.submit(session, FILLING.formatted("another")).taskId());
    assertThat(summaries(session)).isEqualTo(2);
  }

  @Test
  void row_75_a_summary_is_made_of_its_own_sessions_events_alone() {
    TaskPods.Pod first = pod("pod-1", Map.of());
    TaskPods.Pod second = pod("pod-2", Map.of());
    Principal tenant = new Principal("globex", "ann");
    Principal eve = new Principal("acme", "eve");
    List<SessionRef> sessions =
        List.of(
            pods.session("shared-label"),
            pods.session(tenant, "shared-label"),
            pods.session(eve, "shared-label"),
            pods.session("neighbour"));
    List<TaskRecord> tasks = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      TaskPods.Pod pod = i % 2 == 0 ? first : second;
      tasks.add(pod.submit(sessions.get(i), FILLING.formatted("canary-" + i)));
    }
    for (int i = 0; i < sessions.size(); i++) {
      SessionRef session = sessions.get(i);
      TaskPods.awaitTrue(() -> summary(first, session) != null);
      String text = String.valueOf(summary(first, session));
      String all = String.join("\n", pods.events(session).stream().map(Event::data).toList());
      for (int other = 0; other < sessions.size(); other++) {
        if (other == i) {
          assertThat(text).contains("asked: " + tasks.get(i).input(), "said: canary-" + i);
        } else {
          assertThat(text).doesNotContain("canary-" + other);
          assertThat(all).doesNotContain("canary-" + other);
        }
      }
    }
  }

  @Test
  void row_75_what_is_too_long_loses_its_beginning_and_says_so() {
    TaskPods.Pod pod = pod("pod-1", Map.of("tasks.context_summary_bytes_max", "1024"));
    SessionRef session = pods.session("long");
    TaskRecord task = pod.submit(session, FILLING.formatted("w\u00f6rd ".repeat(100)));
    pod.awaitEnd(task.taskId());
    TaskPods.awaitTrue(() -> summary(pod, session) != null);
    String text = String.valueOf(summary(pod, session));
    assertThat(text)
        .contains("is left out: the last 1024 bytes follow", "completed: {")
        .doesNotContain("asked: ", "\uFFFD");
  }

  @Test
  void a_summary_that_is_too_long_is_cut_and_says_so() {
    TaskPods.Pod pod = pod("pod-1", Map.of("tasks.context_summary_chars_max", "256"));
    SessionRef session = pods.session("cut");
    pod.awaitEnd(pod.submit(session, FILLING.formatted("x")).taskId());
    TaskPods.awaitTrue(() -> summary(pod, session) != null);
    SessionSummary summary = Objects.requireNonNull(summary(pod, session));
    assertThat(summary.text()).hasSize(256);
    assertThat(summary.truncated()).isTrue();
  }

  @Test
  void what_an_attempt_said_that_no_longer_counts_is_not_told() {
    SessionRef session = pods.session("lost");
    ExecutionStore store = new ExecutionStore(pods.postgres(), TaskPods.LIMITS);
    Attempt lost = beginAsMute(store, session);
    Await.result(
        store.write(
            lost,
            1,
            Progress.NONE,
            Usage.NONE,
            List.of(TaskEventCodec.output(lost, Progress.NONE, "text", "in vain")),
            List.of(),
            null));
    TaskPods.Pod pod = pod("pod-2", Map.of());
    pod.awaitEnd(lost.taskId());
    TaskPods.awaitTrue(() -> summary(pod, session) != null);
    assertThat(String.valueOf(summary(pod, session)))
        .contains("said: after all")
        .doesNotContain("in vain");
  }

  private Attempt beginAsMute(ExecutionStore store, SessionRef session) {
    SubmitTask task =
        new SubmitTask(session, FILLING.formatted("after all"), null, null, null, 2, null);
    Await.result(
        new IntakeStore(pods.postgres(), TaskPods.LIMITS)
            .submit(task, "tsk_" + session.id(), "demo", 10, 600_000, 1));
    long podNo = Await.result(new PodStore(pods.postgres()).register(PodId.start("mute")));
    return Await.result(store.begin(Await.result(store.claim(podNo, 1)).getFirst(), "mute"))
            instanceof Start.Begun begun
        ? begun.attempt()
        : org.assertj.core.api.Assertions.fail("nothing began");
  }

  private static void report(ExecutionStore store, Attempt attempt, long writeNo, long used) {
    Await.result(
        store.write(
            attempt,
            writeNo,
            Progress.NONE,
            Usage.NONE,
            List.of(TaskEventCodec.progress(attempt, Progress.NONE)),
            List.of(),
            new ContextUse(used, 100)));
  }

  private List<String> order(SessionRef session) {
    return pods.events(session).stream()
        .filter(event -> event.type() == EventType.TASK_STARTED)
        .map(event -> String.valueOf(event.taskId()))
        .toList();
  }

  private long summaries(SessionRef session) {
    return count("task WHERE purpose = 'summary' AND session_no = " + session.number());
  }

  private long wanted(SessionRef session) {
    return count(
        "session_usage WHERE roll_wanted_at IS NOT NULL AND session_no = " + session.number());
  }

  private long count(String of) {
    return pods.query("SELECT count(*) FROM " + of, row -> row.getLong(1));
  }

  private static @Nullable SessionSummary summary(TaskPods.Pod pod, SessionRef session) {
    return Await.result(pod.bus().request(Addresses.DESCRIBE_WORK, new DescribeWork(session)))
        .summary();
  }
}
