package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.CallMark;
import dev.holdfast.shared.message.FindIdempotent;
import dev.holdfast.shared.message.Idempotency;
import dev.holdfast.shared.message.ListTools;
import dev.holdfast.shared.message.PrepareCall;
import dev.holdfast.shared.message.PreparedCall;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.message.SubmittedTask;
import dev.holdfast.shared.message.TaskPlace;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.message.TaskTimeouts;
import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.agent.NpmPeers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools and their calls, on real agents and a real database. */
final class ToolCallTest {
  private static final String ENDLESS = "{\"iterations\":1000000,\"interval_ms\":20}";
  private static final String MCP = "@modelcontextprotocol/server-everything/dist/index.js";
  private static final String SCHEMA =
      """
      {"type":"object","properties":{"iterations":{"type":"integer","minimum":1},
       "deep":{"type":"object","properties":{"name":{"type":"string"}}}},
       "required":["iterations"]}
      """;

  @TempDir private Path folder;

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  private TaskPods.Pod start(String name, String... more) {
    Map<String, String> texts = new HashMap<>();
    texts.put("tools.count.agent", "demo");
    texts.put("tools.count.description", "Counts");
    texts.put("tools.count.input_schema", SCHEMA);
    texts.put("tools.run.agent", "sh");
    for (int i = 0; i < more.length; i += 2) {
      texts.put(more[i], more[i + 1]);
    }
    return pods.start(name, texts);
  }

  @Test
  void row_33_agents_offered_by_the_operator_are_listed_with_their_schema_page_by_page() {
    TaskPods.Pod pod = start("pod-1");
    ToolPage first = list(pod, null, 1);
    assertThat(first.tools()).extracting(Tool::name).containsExactly("count");
    assertThat(first.tools().getFirst().inputSchema()).contains("\"minimum\":1");
    assertThat(first.next()).isEqualTo("count");
    ToolPage second = list(pod, first.next(), 1);
    assertThat(second.tools()).extracting(Tool::name).containsExactly("run");
    assertThat(second.next()).isNull();
    assertThat(second.pending()).isEmpty();
  }

  @Test
  void row_33_the_tools_of_a_server_that_others_wrote_are_listed_and_called() {
    TaskPods.Pod pod =
        start(
            "pod-1",
            "agents.everything.kind",
            "mcp",
            "agents.everything.command",
            String.join(Settings.LIST_SEPARATOR, NpmPeers.node(), NpmPeers.file(MCP)),
            "tasks.tools_wait_ms",
            "60000");
    Tool echo =
        list(pod, null, 200).tools().stream()
            .filter(tool -> tool.name().equals("everything.echo"))
            .findFirst()
            .orElseThrow();
    assertThat(echo.agent()).isEqualTo("everything");
    assertThat(echo.inputSchema()).contains("message");
    assertRefused(pod, "everything.echo", "{}", ErrorCode.INVALID_ARGUMENTS, "arguments");
    assertRefused(pod, "everything.none", "{}", ErrorCode.UNKNOWN_TOOL, "everything.echo");
    PreparedCall call = prepare(pod, "everything.echo", "{\"message\":\"moin\"}");
    TaskRecord task = pod.submit(pods.session("mcp"), call.agent(), call.input(), 1);
    assertThat(pod.awaitEnd(task.taskId()).result()).contains("moin");
  }

  @Test
  void a_server_that_does_not_answer_is_pending_and_its_tools_can_be_called_later() {
    TaskPods.Pod pod =
        start(
            "pod-1",
            "agents.mute.kind",
            "mcp",
            "agents.mute.command",
            String.join(Settings.LIST_SEPARATOR, "/bin/sh", "-c", "cat > /dev/null"),
            "tasks.tools_wait_ms",
            "10");
    ToolPage page = list(pod, null, 50);
    assertThat(page.pending()).containsExactly("mute");
    assertThat(page.tools()).extracting(Tool::name).containsExactly("count", "run");
    assertRefused(pod, "mute.anything", "{}", ErrorCode.OVERLOADED, "mute");
  }

  @Test
  void a_server_that_fails_is_pending_and_left_alone_until_it_is_time_to_ask_again() {
    TaskPods.Pod pod =
        start(
            "pod-1",
            "agents.gone.kind",
            "mcp",
            "agents.gone.command",
            String.join(Settings.LIST_SEPARATOR, "/bin/sh", "-c", "echo x >> {task}asked; exit 3"),
            "agents.gone.cwd",
            folder.toString(),
            "tasks.tools_wait_ms",
            "60000",
            "tasks.tools_retry_ms",
            "3600000");
    for (int i = 0; i < 3; i++) {
      assertThat(list(pod, null, 50).pending()).containsExactly("gone");
    }
    assertThat(folder.resolve("asked")).hasContent("x\n");
  }

  @Test
  void arguments_are_held_against_the_schema_and_the_place_is_named() {
    TaskPods.Pod pod = start("pod-1");
    assertThat(prepare(pod, "count", "{\"iterations\":2}"))
        .isEqualTo(new PreparedCall("demo", "{\"iterations\":2}"));
    assertThat(prepare(pod, "run", "{\"task\":\"exit 0\"}"))
        .isEqualTo(new PreparedCall("sh", "exit 0"));
    assertRefused(
        pod, "count", "{\"iterations\":0}", ErrorCode.INVALID_ARGUMENTS, "arguments/iterations: ");
    assertRefused(
        pod,
        "count",
        "{\"iterations\":1,\"deep\":{\"name\":7}}",
        ErrorCode.INVALID_ARGUMENTS,
        "arguments/deep/name: ");
    assertRefused(pod, "count", "{}", ErrorCode.INVALID_ARGUMENTS, "iterations");
    assertRefused(pod, "cuont", "{}", ErrorCode.UNKNOWN_TOOL, "no tool cuont; known: count, run");
  }

  @Test
  void a_tool_that_is_configured_wrongly_keeps_the_pod_from_starting() {
    assertThatThrownBy(() -> start("pod-1", "tools.odd.agent", "dmeo"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean demo");
    assertThatThrownBy(
            () -> start("pod-1", "tools.odd.agent", "demo", "tools.odd.input_schema", "[]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tools.odd.input_schema is not a JSON Schema");
  }

  @Test
  void row_35_the_same_request_joins_the_unfinished_call_of_its_session_only() {
    TaskPods.Pod pod = start("pod-1");
    TaskPods.Pod other = start("pod-2");
    SessionRef session = pods.session("one");
    CallMark mark = new CallMark("\"r1\"", "f1", false);
    SubmittedTask first = call(pod, session, ENDLESS, mark);
    SubmittedTask joined = call(other, session, ENDLESS, mark);
    assertThat(joined.repeated()).isTrue();
    assertThat(joined.task().taskId()).isEqualTo(first.task().taskId());
    SubmittedTask elsewhere = call(other, pods.session("two"), ENDLESS, mark);
    assertThat(elsewhere.repeated()).isFalse();
    assertThat(elsewhere.task().taskId()).isNotEqualTo(first.task().taskId());
    assertThatThrownBy(() -> call(other, session, "{}", new CallMark("\"r1\"", "f2", false)))
        .satisfies(
            failure -> assertThat(fault(failure).code()).isEqualTo(ErrorCode.REQUEST_CONFLICT));
    pod.cancel(first.task().taskId());
    pod.awaitEnd(first.task().taskId());
    assertThat(call(pod, session, "{}", new CallMark("\"r1\"", "f2", false)).repeated()).isFalse();
  }

  @Test
  void row_35_equal_calls_are_one_where_they_ask_for_it_however_many_come_at_once() {
    TaskPods.Pod pod = start("pod-1");
    TaskPods.Pod other = start("pod-2");
    SessionRef session = pods.session("one");
    CallMark mark = new CallMark(null, "f1", true);
    List<Future<SubmittedTask>> calls =
        IntStream.range(0, 20)
            .mapToObj(i ->
                (i % 2 == 0 ? pod : other)
                    .bus()
                    .request(Addresses.SUBMIT_TASK, task(session, ENDLESS).as(mark)))
            .toList();
    List<SubmittedTask> made = calls.stream().map(Await::result).toList();
    assertThat(made.stream().map(each -> each.task().taskId()).distinct()).hasSize(1);
    assertThat(made.stream().filter(each -> !each.repeated())).hasSize(1);
    SubmittedTask alone = call(pod, session, ENDLESS, new CallMark(null, "f1", false));
    assertThat(alone.repeated()).isFalse();
    assertThat(pods.eventTypes(session, made.getFirst().task().taskId()))
        .containsOnlyOnce("task.accepted");
  }

  @Test
  void row_36_a_call_that_joins_another_keeps_its_own_key() {
    TaskPods.Pod pod = start("pod-1");
    TaskPods.Pod other = start("pod-2");
    SessionRef session = pods.session("one");
    CallMark mark = new CallMark("\"r1\"", "f1", true);
    String first = call(pod, session, ENDLESS, mark).task().taskId();
    Idempotency own = new Idempotency("call:own", "p1");
    SubmitTask joining = keyed(session, ENDLESS, own).as(mark);
    assertThat(pod.submit(joining).taskId()).isEqualTo(first);
    assertThat(other.submit(joining).taskId()).isEqualTo(first);
    SubmitTask conflicting = keyed(session, ENDLESS, new Idempotency("call:own", "p2")).as(mark);
    assertConflict(other, conflicting);
    pod.cancel(first);
    pod.awaitEnd(first);
    assertThat(other.submit(joining).taskId()).isEqualTo(first);
    assertThat(Await.result(pod.bus().request(Addresses.FIND_IDEMPOTENT, find(own))))
        .map(TaskRecord::taskId)
        .contains(first);
    assertConflict(pod, conflicting);
    SubmitTask unmarked = keyed(session, "{}", own).as(new CallMark(null, "f1", false));
    assertThat(pod.submit(unmarked).taskId()).isEqualTo(first);
  }

  @Test
  void row_36_keys_of_calls_that_come_at_once_all_stand_for_the_one_that_is_made() {
    TaskPods.Pod pod = start("pod-1");
    TaskPods.Pod other = start("pod-2");
    SessionRef session = pods.session("at-once");
    CallMark mark = new CallMark(null, "f1", true);
    List<SubmitTask> calls =
        IntStream.range(0, 12)
            .mapToObj(i -> keyed(session, ENDLESS, new Idempotency("call:" + i, "p")).as(mark))
            .toList();
    List<Future<SubmittedTask>> asked =
        IntStream.range(0, 12)
            .mapToObj(
                i -> (i % 2 == 0 ? pod : other).bus().request(Addresses.SUBMIT_TASK, calls.get(i)))
            .toList();
    List<String> made =
        asked.stream().map(Await::result).map(each -> each.task().taskId()).distinct().toList();
    assertThat(made).hasSize(1);
    pod.cancel(made.getFirst());
    pod.awaitEnd(made.getFirst());
    assertThat(calls)
        .allSatisfy(call -> assertThat(pod.submit(call).taskId()).isEqualTo(made.getFirst()));
  }

  @Test
  void row_65_who_may_have_no_more_tasks_may_join_a_call_that_is_there() {
    TaskPods.Pod pod =
        start("pod-1", "tasks.queued_per_principal_max", "1", "tasks.queued_check_ms", "0");
    SessionRef session = pods.session("full");
    CallMark mark = new CallMark("\"r1\"", "f1", false);
    SubmittedTask first = call(pod, session, ENDLESS, mark);
    SubmittedTask joined = call(pod, session, ENDLESS, mark);
    assertThat(joined.repeated()).isTrue();
    assertThat(joined.task().taskId()).isEqualTo(first.task().taskId());
    assertThatThrownBy(() -> call(pod, session, ENDLESS, new CallMark("\"r2\"", "f1", false)))
        .satisfies(failure -> assertThat(fault(failure).code()).isEqualTo(ErrorCode.QUEUE_FULL));
  }

  @Test
  void row_63_a_call_waits_for_the_sessions_running_task() {
    TaskPods.Pod pod = start("pod-1");
    SessionRef session = pods.session("busy");
    TaskRecord running = pod.submit(session, ENDLESS);
    pod.awaitStatus(running.taskId(), TaskStatus.RUNNING);
    PreparedCall prepared = prepare(pod, "count", "{\"iterations\":1}");
    SubmittedTask waiting = call(pod, session, prepared.input(), new CallMark("1", "f1", false));
    assertThat(pod.get(waiting.task().taskId()).status()).isEqualTo(TaskStatus.QUEUED);
    pod.cancel(running.taskId());
    assertThat(pod.awaitEnd(waiting.task().taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void row_66_a_servers_tool_that_is_late_ends_as_timeout_tool_before_the_run_does() {
    TaskPods.Pod pod =
        start(
            "pod-1",
            "agents.slow.kind",
            "mcp",
            "agents.slow.command",
            String.join(Settings.LIST_SEPARATOR, NpmPeers.node(), NpmPeers.file(MCP)),
            "agents.slow.tool",
            "trigger-long-running-operation",
            "agents.slow.run_ms_max",
            "15000");
    TaskRecord task = pod.submit(pods.session("late"), "slow", "{\"duration\":600,\"steps\":2}", 1);
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.reason()).isEqualTo("timeout_tool");
    assertThat(ended.error()).contains("run_ms_max of 15000 ms");
    SubmitTask shorter =
        new SubmitTask(
            pods.session("shorter"),
            "{\"duration\":600,\"steps\":2}",
            "slow",
            null,
            null,
            1,
            null,
            new TaskTimeouts(null, 100, null),
            TaskPlace.LAST);
    assertThat(pod.awaitEnd(pod.submit(shorter).taskId()).reason()).isEqualTo("timeout_run");
  }

  private static ToolPage list(TaskPods.Pod pod, @Nullable String after, int limit) {
    return Await.result(pod.bus().request(Addresses.LIST_TOOLS, new ListTools(after, limit)));
  }

  private static PreparedCall prepare(TaskPods.Pod pod, String tool, String arguments) {
    return Await.result(
        pod.bus().request(Addresses.PREPARE_CALL, new PrepareCall(tool, arguments)));
  }

  private static SubmitTask task(SessionRef session, String input) {
    return new SubmitTask(session, input, null, null, null, 1, null);
  }

  private static SubmitTask keyed(SessionRef session, String input, Idempotency key) {
    return new SubmitTask(session, input, null, null, null, 1, key);
  }

  private static FindIdempotent find(Idempotency key) {
    return new FindIdempotent(TaskPods.OWNER, key);
  }

  private static void assertConflict(TaskPods.Pod pod, SubmitTask task) {
    assertThatThrownBy(() -> pod.submit(task))
        .satisfies(
            failure -> assertThat(fault(failure).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
  }

  private static SubmittedTask call(
      TaskPods.Pod pod, SessionRef session, String input, CallMark mark) {
    return Await.result(pod.bus().request(Addresses.SUBMIT_TASK, task(session, input).as(mark)));
  }

  private static void assertRefused(
      TaskPods.Pod pod, String tool, String arguments, ErrorCode code, String words) {
    assertThatThrownBy(() -> prepare(pod, tool, arguments))
        .satisfies(failure -> {
          assertThat(fault(failure).code()).isEqualTo(code);
          assertThat(fault(failure).detail()).contains(words);
        });
  }

  private static Fault fault(Throwable failure) {
    return (Fault) failure;
  }
}
