package dev.holdfast.tasks.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.Processes;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.ExternalSession;
import dev.holdfast.tasks.agent.JsonlPaths;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RunLimits;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.agent.process.ProcessMarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class CommandAgentTest {
  private final Cancellation cancellation = new Cancellation();
  private final AgentJob job =
      new AgentJob(
          "vscode-instance-1",
          "tsk_1",
          1,
          "do it; $(id) {session_id}",
          null,
          null,
          "key",
          mark(),
          "pod",
          7L);
  private final RecordingSink sink = new RecordingSink();

  private static String mark() {
    return "mark-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  }

  private AgentOutcome run(AgentSpec.Format format, Map<String, String> env, String... command)
      throws InterruptedException {
    return new CommandAgent(spec(format, env, 1_000_000, command)).run(job, sink, cancellation);
  }

  private static AgentSpec.Command spec(
      AgentSpec.Format format, Map<String, String> env, int bytesMax, String... command) {
    return new AgentSpec.Command(
        "",
        new Program(List.of(command), null, env, 200),
        format,
        JsonlPaths.NONE,
        ExternalSession.FRESH,
        new RunLimits(60_000, bytesMax));
  }

  @Test
  void row_68_the_program_is_told_how_many_turns_it_may_take() throws Exception {
    run(AgentSpec.Format.TEXT, Map.of(), "/bin/echo", "--max-turns={max_turns}");
    assertThat(String.join("", sink.said())).contains("--max-turns=7");
  }

  @Test
  void the_program_is_told_the_session_and_the_task_and_no_shell_sees_the_text() throws Exception {
    AgentOutcome outcome =
        run(
            AgentSpec.Format.TEXT,
            Map.of("OWN", "x"),
            "/bin/sh",
            "-c",
            "echo \"$1|$2|$HOLDFAST_SESSION_ID|$OWN\"; cat",
            "sh",
            "{session_id}",
            "{task}");
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(String.join("", sink.said()).replace("stdout:", ""))
        .isEqualTo(
            "vscode-instance-1|do it; $(id) {session_id}|vscode-instance-1|x\n"
                + "do it; $(id) {session_id}");
  }

  @Test
  void the_environment_of_the_pod_is_not_passed_on() throws Exception {
    run(AgentSpec.Format.TEXT, Map.of(), "/usr/bin/env");
    List<String> names =
        List.of(String.join("", sink.said()).replace("stdout:", "").split("\n", -1)).stream()
            .filter(line -> line.contains("="))
            .map(line -> line.substring(0, line.indexOf('=')))
            .filter(name -> !name.startsWith("HOLDFAST_"))
            .toList();
    assertThat(names).isSubsetOf("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");
  }

  @Test
  void json_lines_become_progress_output_and_the_result() throws Exception {
    AgentOutcome outcome =
        run(
            AgentSpec.Format.JSONL,
            Map.of(),
            "/bin/sh",
            "-c",
            """
            echo '{"type":"progress","current_iteration":1,"total_iterations":2,"tokens_used":30}'
            echo '{"type":"output","text":"thinking"}'
            echo 'not json'
            echo '{"type":"result","result":{"answer":42}}'
            """);
    assertThat(outcome).isEqualTo(new AgentOutcome.Done("{\"answer\":42}"));
    assertThat(sink.counted()).containsExactly(new Progress(1, 2, 30, 0));
    assertThat(sink.said()).containsExactly("stdout:thinking", "stdout:not json\n");
  }

  @Test
  void a_failing_program_tells_its_exit_code_and_its_last_words() throws Exception {
    AgentOutcome outcome =
        run(AgentSpec.Format.TEXT, Map.of(), "/bin/sh", "-c", "echo sorry >&2; exit 3");
    assertThat(outcome)
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR, "program ended with exit code 3: sorry"));
    assertThat(run(AgentSpec.Format.TEXT, Map.of(), "/no/such/program"))
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR, "program could not be started: /no/such/program"));
  }

  @Test
  void row_46_cancelling_ends_the_whole_tree_also_what_left_its_parent_and_ignores_the_signal()
      throws Exception {
    String tree =
        """
        trap '' TERM
        (trap '' TERM; sleep 1000) &
        setsid sh -c 'sleep 1001 & sleep 1002' </dev/null >/dev/null 2>&1 &
        (sleep 1003 &) ; wait
        """;
    CompletableFuture<AgentOutcome> outcome = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        outcome.complete(run(AgentSpec.Format.TEXT, Map.of(), "/bin/sh", "-c", tree));
      } catch (InterruptedException | RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    });
    String entry = ProcessMarks.ATTEMPT + "=" + job.attemptMark();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Processes.withEnvironment(entry) >= 6);
    cancellation.request(StopReason.CANCELLED);
    assertThat(outcome.get()).isEqualTo(new AgentOutcome.Stopped(false));
    assertThat(Processes.withEnvironment(entry)).isZero();
  }

  @Test
  void what_a_program_leaves_in_the_background_ends_with_it() throws Exception {
    AgentOutcome outcome =
        run(AgentSpec.Format.TEXT, Map.of(), "/bin/sh", "-c", "sleep 1000 & echo done");
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said()).containsExactly("stdout:done\n");
    assertThat(Processes.withEnvironment(ProcessMarks.ATTEMPT + "=" + job.attemptMark())).isZero();
  }

  @Test
  void output_past_the_limit_is_counted_and_dropped_and_the_program_still_ends() throws Exception {
    AgentSpec.Command spec =
        spec(
            AgentSpec.Format.TEXT,
            Map.of(),
            1_000,
            "/bin/sh",
            "-c",
            "i=0; while [ $i -lt 5000 ]; do echo 0123456789; i=$((i+1)); done");
    AgentOutcome outcome = new CommandAgent(spec).run(job, sink, cancellation);
    assertThat(outcome)
        .isEqualTo(
            new AgentOutcome.Done("{\"exit_code\":0,\"output_bytes\":55000,\"truncated\":true}"));
    assertThat(sink.said().getLast()).contains("[output past 1000 bytes is not kept]");
    assertThat(sink.said().stream().mapToInt(String::length).sum()).isLessThan(2_000);
  }
}
