package dev.holdfast.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.AnswerInput;
import dev.holdfast.shared.message.InputRecord;
import dev.holdfast.shared.message.ListInputs;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.TaskStatus;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.agent.NpmPeers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks run by agents that others wrote, with owners that answer on another pod. */
final class RealAgentsTest {
  private static final String ACP = "@agentclientprotocol/sdk/dist/examples/agent.js";
  private static final String MCP = "@modelcontextprotocol/server-everything/dist/index.js";

  /** Tells its usage, waits once, and tells its result when it is run again. */
  private static final String STREAMS =
      """
      echo '{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"hi"}],"usage":{"input_tokens":100,"output_tokens":20}}}'
      if [ ! -e "$FLAG" ]; then touch "$FLAG"; sleep 1000; fi
      echo '{"type":"result","subtype":"success","result":"done","num_turns":2,"total_cost_usd":0.5,"usage":{"input_tokens":150,"output_tokens":30}}'
      """;

  private final TaskPods pods = new TaskPods();

  @AfterEach
  void close() {
    pods.close();
  }

  private TaskPods.Pod start(String name) {
    Map<String, String> texts = new HashMap<>();
    texts.put("agents.acp.kind", "acp");
    texts.put("agents.acp.command", list(NpmPeers.node(), NpmPeers.file(ACP)));
    texts.put("agents.acp.grace_ms", "1000");
    texts.put("agents.mcp.kind", "mcp");
    texts.put("agents.mcp.command", list(NpmPeers.node(), NpmPeers.file(MCP)));
    texts.put("agents.mcp.tool", "trigger-long-running-operation");
    texts.put("agents.mcp.grace_ms", "1000");
    return pods.start(name, texts);
  }

  private static String list(String... items) {
    return String.join(Settings.LIST_SEPARATOR, items);
  }

  private static void answer(TaskPods.Pod pod, TaskRecord task, Answer answer) {
    InputRecord open =
        Await.result(
                pod.bus()
                    .request(Addresses.LIST_INPUTS, new ListInputs(TaskPods.OWNER, task.taskId())))
            .inputs()
            .getFirst();
    Await.result(
        pod.bus()
            .request(
                Addresses.ANSWER_INPUT,
                new AnswerInput(TaskPods.OWNER, task.taskId(), open.inputId(), answer)));
  }

  private static int processes(TaskRecord task) {
    return Processes.withEnvironment("HOLDFAST_TASK_ID=" + task.taskId());
  }

  @Test
  void row_48_an_acp_agents_permission_is_given_on_another_pod() {
    SessionRef session = pods.session("acp-yes");
    TaskPods.Pod runs = start("pod-1");
    TaskRecord task = runs.submit(session, "acp", "tidy up", 1);
    runs.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    TaskPods.Pod other = start("pod-2");
    answer(other, task, new Answer("allow", null));
    TaskRecord ended = other.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.result()).contains("successfully updated the configuration");
    assertThat(pods.eventTypes(session, task.taskId()))
        .contains("task.output", "task.usage", "task.input_requested", "task.input_received");
    assertThat(processes(task)).isZero();
  }

  @Test
  void row_48_an_acp_agent_heeds_a_no_and_row_46_a_cancel_while_it_waits() {
    TaskPods.Pod pod = start("pod-1");
    TaskRecord refused = pod.submit(pods.session("acp-no"), "acp", "tidy up", 1);
    TaskRecord cancelled = pod.submit(pods.session("acp-cancel"), "acp", "tidy up", 1);
    pod.awaitStatus(refused.taskId(), TaskStatus.WAITING_INPUT);
    answer(pod, refused, new Answer("reject", null));
    assertThat(pod.awaitEnd(refused.taskId()).result()).contains("skip the configuration update");

    pod.awaitStatus(cancelled.taskId(), TaskStatus.WAITING_INPUT);
    assertThat(processes(cancelled)).isPositive();
    pod.cancel(cancelled.taskId());
    assertThat(pod.awaitEnd(cancelled.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(processes(cancelled)).isZero();
  }

  @Test
  void an_mcp_tools_progress_is_in_the_log_and_row_46_a_cancel_ends_it() {
    SessionRef session = pods.session("mcp");
    TaskPods.Pod pod = start("pod-1");
    TaskRecord task = pod.submit(session, "mcp", "{\"duration\":0.2,\"steps\":2}", 1);
    TaskRecord ended = pod.awaitEnd(task.taskId());
    assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.progress().currentIteration()).isEqualTo(2);
    assertThat(pods.eventTypes(session, task.taskId()))
        .containsSubsequence(
            "task.accepted",
            "task.started",
            "task.usage",
            "task.progress",
            "task.progress",
            "task.completed");

    TaskRecord endless = pod.submit(session, "mcp", "{\"duration\":600,\"steps\":6000}", 1);
    TaskPods.awaitTrue(() -> pod.get(endless.taskId()).progress().currentIteration() > 0);
    pod.cancel(endless.taskId());
    assertThat(pod.awaitEnd(endless.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(processes(endless)).isZero();
  }

  @Test
  void an_mcp_servers_question_is_answered_by_the_owner() {
    TaskPods.Pod pod = start("pod-1");
    TaskRecord task =
        pod.submit(
            pods.session("mcp-asks"), "mcp", "{\"tool\":\"trigger-elicitation-request\"}", 1);
    pod.awaitStatus(task.taskId(), TaskStatus.WAITING_INPUT);
    answer(pod, task, new Answer(null, "Ann"));
    assertThat(pod.awaitEnd(task.taskId()).result()).contains("- Name: Ann");
  }

  @Test
  void row_72_what_a_command_line_agent_used_is_kept_for_each_attempt_and_summed() {
    Path flag = Path.of("target", "row-72-" + System.nanoTime()).toAbsolutePath();
    Map<String, String> texts = new HashMap<>();
    texts.put("agents.cli.kind", "command");
    texts.put("agents.cli.command", list("/bin/sh", "-c", STREAMS));
    texts.put("agents.cli.format", "stream-json");
    texts.put("agents.cli.env.FLAG", flag.toString());
    texts.put("agents.cli.grace_ms", "100");
    TaskPods.Pod first = pods.start("pod-1", texts);
    TaskRecord task = first.submit(pods.session("usage"), "cli", "work", 1);
    TaskPods.awaitTrue(() -> first.get(task.taskId()).progress().tokensUsed() == 120);
    first.drain();
    TaskPods.Pod second = pods.start("pod-2", texts);
    assertThat(second.awaitEnd(task.taskId()).status()).isEqualTo(TaskStatus.COMPLETED);
    String summed =
        pods.query(
            "SELECT concat_ws(' ', count(*), sum(input_tokens), sum(output_tokens), sum(turns),"
                + " sum(cost_micros)) FROM attempt JOIN task USING (task_no) WHERE task_id = '"
                + task.taskId()
                + "'",
            row -> row.getString(1));
    assertThat(summed).isEqualTo("2 250 50 3 500000");
  }
}
