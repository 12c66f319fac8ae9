package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.RollSession;
import dev.holdfast.shared.message.RolledSession;
import dev.holdfast.shared.message.SessionSummary;
import dev.holdfast.shared.message.SummaryEventCodec;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A context that is full: another session is wanted once, with the summary, whatever happens. */
final class RollTest {
  /** Fills 100 of 100. */
  private static final String FILLING =
      "{\"iterations\":20,\"interval_ms\":1,\"tokens_per_iteration\":5,\"context_size\":100}";

  private final TaskPods pods = new TaskPods();
  private final Queue<RollSession> asked = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    pods.close();
  }

  private TaskPods.Pod pod(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("agents.scribe.kind", "command");
    settings.put("agents.scribe.command", "/bin/cat");
    settings.put("tasks.context_summary_agent", "scribe");
    settings.putAll(more);
    return pods.start("pod-" + asked.size(), settings);
  }

  @Test
  void row_74_a_context_that_passes_95_percent_is_rolled_once_after_its_summary() {
    TaskPods.Pod pod = pod(Map.of());
    SessionRef session = pods.session("full");
    pod.bus().answer(Addresses.ROLL_SESSION, this::fail);
    pod.awaitEnd(pod.submit(session, FILLING).taskId());
    TaskPods.awaitTrue(() -> asked.size() >= 2);
    RollSession wanted = asked.element();
    assertThat(wanted.session()).isEqualTo(session);
    assertThat(String.valueOf(wanted.summary())).contains("asked: " + FILLING);

    TaskPods.Pod other = pod(Map.of());
    other.bus().answer(Addresses.ROLL_SESSION, this::made);
    TaskPods.awaitTrue(() -> count("session_usage WHERE rolled_at IS NOT NULL") == 1);
    other.awaitEnd(other.submit(session, FILLING).taskId());
    assertThat(count("task WHERE purpose = 'summary'")).isEqualTo(1);
    assertThat(count("session_usage WHERE roll_wanted_at IS NOT NULL")).isEqualTo(1);
  }

  @Test
  void row_74_a_summary_that_fails_keeps_no_session_from_being_rolled() {
    TaskPods.Pod pod = pod(Map.of("agents.scribe.command", "/bin/false"));
    pod.bus().answer(Addresses.ROLL_SESSION, this::made);
    pod.submit(pods.session("full"), FILLING);
    TaskPods.awaitTrue(() -> !asked.isEmpty());
    assertThat(asked.element().summary()).isNull();
    assertThat(count("task WHERE purpose = 'summary' AND status = 'failed'")).isEqualTo(1);
  }

  @Test
  void row_74_zero_percent_never_rolls() {
    TaskPods.Pod pod = pod(Map.of("tasks.context_roll_percent", "0"));
    pod.awaitEnd(pod.submit(pods.session("full"), FILLING).taskId());
    TaskPods.awaitTrue(() -> count("task WHERE status = 'completed'") == 2);
    assertThat(count("session_usage WHERE roll_wanted_at IS NOT NULL")).isZero();
  }

  @Test
  void row_74_a_rolled_session_goes_on_or_names_the_next_one_as_the_operator_wants() {
    SessionRef session = pods.session("rolled");
    SessionRef ended = pods.session("over");
    pods.execute("UPDATE session SET continued_by_id = 'the-next'");
    pods.execute("UPDATE session SET ended_at = now() WHERE session_id = 'over'");
    TaskPods.Pod accepting = pod(Map.of());
    TaskRecord task = accepting.submit(session, "{\"iterations\":1,\"interval_ms\":1}");
    assertThat(accepting.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);

    TaskPods.Pod refusing = pod(Map.of("tasks.context_rolled_submissions", "refuse"));
    assertThatThrownBy(() -> refusing.submit(session, "{}"))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ErrorCode.SESSION_ROLLED);
              assertThat(fault.detail()).contains("the-next");
            });
    assertThatThrownBy(() -> refusing.submit(ended, "{}"))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.SESSION_ENDED));
  }

  @Test
  void row_74_an_agent_with_an_empty_context_is_told_what_was_before_and_one_that_resumes_is_not() {
    String echo =
        "cat; echo; echo '{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"ok\"}'";
    String separator = Settings.LIST_SEPARATOR;
    Map<String, String> coder = new HashMap<>();
    coder.put("agents.coder.kind", "command");
    coder.put("agents.coder.format", "stream-json");
    coder.put("agents.coder.command", String.join(separator, "/bin/sh", "-c", echo));
    TaskPods.Pod pod = pod(coder);
    SessionRef session = pods.session("next");
    String data =
        SummaryEventCodec.carried(new SessionSummary("we count", "before", 9, "tsk_1", false))
            .data();
    pods.execute("UPDATE session_log SET last_seq = 1");
    pods.execute(
        "INSERT INTO session_event (session_no, seq, type, data, at) VALUES ("
            + session.number()
            + ", 1, 'session.summary', '"
            + data
            + "', now())");
    TaskRecord fresh = pod.submit(session, "coder", "go on", 1);
    pod.awaitEnd(fresh.taskId());
    assertThat(said(session, fresh))
        .contains("A summary of what was done there", "we count", "go on");

    Map<String, String> resuming = new HashMap<>(coder);
    resuming.put("agents.coder.session", "resume");
    resuming.put("agents.coder.resume_command", String.join(separator, "/bin/sh", "-c", echo));
    TaskPods.Pod second = pods.start("pod-2", resuming);
    pod.drain();
    TaskRecord resumed = second.submit(session, "coder", "and on", 1);
    second.awaitEnd(resumed.taskId());
    assertThat(said(session, resumed)).contains("and on").doesNotContain("we count");
  }

  @Test
  void thresholds_must_be_in_order_and_their_agent_must_be_there() {
    assertRefused(
        Map.of("tasks.context_roll_percent", "80"),
        "tasks.context_roll_percent must be 0 or more than tasks.context_summary_percent: 80 <="
            + " 80");
    assertRefused(
        Map.of("tasks.context_summary_percent", "70"),
        "tasks.context_summary_percent must be more than the first of tasks.context_percents: 70"
            + " <= 70");
    assertRefused(
        Map.of("tasks.context_summary_agent", "scrib"),
        "tasks.context_summary_agent names no agent: scrib; did you mean scribe?");
    assertRefused(
        Map.of("tasks.context_rolled_submissions", "lose"),
        "tasks.context_rolled_submissions must be accept or refuse: lose");
  }

  private void assertRefused(Map<String, String> settings, String words) {
    assertThatThrownBy(() -> pod(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  private Future<RolledSession> fail(RollSession wanted) {
    asked.add(wanted);
    return Future.failedFuture(new Fault(ErrorCode.STORE_UNAVAILABLE, "not now"));
  }

  private Future<RolledSession> made(RollSession wanted) {
    asked.add(wanted);
    return Future.succeededFuture(new RolledSession("next", List.of()));
  }

  private String said(SessionRef session, TaskRecord task) {
    return String.join(
        "\n",
        pods.events(session).stream()
            .filter(event -> task.taskId().equals(event.taskId()))
            .filter(event -> event.type().wire().equals("task.output"))
            .map(event -> event.data())
            .toList());
  }

  private long count(String of) {
    return pods.query("SELECT count(*) FROM " + of, row -> row.getLong(1));
  }
}
