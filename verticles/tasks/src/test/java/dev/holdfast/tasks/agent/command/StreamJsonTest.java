package dev.holdfast.tasks.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.ExternalSession;
import dev.holdfast.tasks.agent.JsonlPaths;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RunLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the common coding agents' command lines write, written by a program. */
final class StreamJsonTest {
  private final AgentTrial trial = new AgentTrial("do it");
  private final RecordingSink sink = new RecordingSink();

  private AgentOutcome run(AgentSpec.Format format, JsonlPaths paths, String lines, int exit)
      throws InterruptedException {
    AgentSpec.Command spec =
        new AgentSpec.Command(
            "",
            new Program(
                List.of("/bin/sh", "-c", "printf '%s' \"$LINES_OUT\"; exit " + exit),
                null,
                Map.of("LINES_OUT", lines),
                200),
            format,
            paths,
            ExternalSession.FRESH,
            new RunLimits(60_000, 1 << 20));
    return trial.run(new CommandAgent(spec), sink);
  }

  private AgentOutcome stream(String lines) throws InterruptedException {
    return run(AgentSpec.Format.STREAM_JSON, JsonlPaths.NONE, lines, 0);
  }

  @Test
  void row_72_claude_code_is_understood_and_its_usage_counted_once_a_message() throws Exception {
    AgentOutcome outcome =
        stream(
            """
            {"type":"system","subtype":"init","session_id":"s-1","model":"m","tools":[]}
            {"type":"assistant","session_id":"s-1","message":{"id":"m1","content":[{"type":"thinking","thinking":"hm"}],"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":1}}}
            {"type":"assistant","session_id":"s-1","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}],"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":7}}}
            {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"a.txt"}]}}
            {"type":"stream_event","event":{}}
            {"type":"assistant","session_id":"s-1","message":{"id":"m2","content":[{"type":"text","text":"All done."}],"usage":{"input_tokens":20,"output_tokens":9}}}
            {"type":"result","subtype":"success","is_error":false,"num_turns":2,"result":"All done.","session_id":"s-1","total_cost_usd":0.0123,"usage":{"input_tokens":30,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":18}}
            """);
    assertThat(outcome)
        .isEqualTo(
            new AgentOutcome.Done(
                "{\"text\":\"All"
                    + " done.\",\"structured_output\":null,\"external_session_id\":\"s-1\"}"));
    assertThat(sink.said())
        .containsExactly(
            "thought:hm",
            "tool:{\"tool_call_id\":\"t1\",\"name\":\"Bash\",\"status\":\"in_progress\",\"input\":{\"command\":\"ls\"},\"output\":null}",
            "tool:{\"tool_call_id\":\"t1\",\"name\":null,\"status\":\"completed\",\"input\":null,\"output\":\"a.txt\"}",
            "text:All done.");
    assertThat(sink.used())
        .containsExactly(
            new Usage(10, 1, 100, 5, 1, 0, 0),
            new Usage(10, 7, 100, 5, 1, 1, 0),
            new Usage(30, 16, 100, 5, 2, 1, 0),
            new Usage(30, 18, 100, 5, 2, 1, 12_300));
    assertThat(sink.counted().getLast()).isEqualTo(new Progress(2, 0, 153, 0));
  }

  @Test
  void a_reported_failure_counts_more_than_the_exit_code_and_keeps_its_usage() throws Exception {
    AgentOutcome outcome =
        stream(
            """
            {"type":"result","subtype":"error_max_turns","is_error":false,"num_turns":9,"session_id":"s","total_cost_usd":0.5,"usage":{"input_tokens":1,"output_tokens":2}}
            """);
    assertThat(outcome)
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.MAX_TURNS, "the program reports error_max_turns"));
    assertThat(sink.used()).containsExactly(new Usage(1, 2, 0, 0, 9, 0, 500_000));
    assertThat(
            stream(
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"result\":\"API"
                    + " Error\"}\n"))
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR, "the program reports success: API Error"));
  }

  @Test
  void codex_is_understood() throws Exception {
    AgentOutcome outcome =
        stream(
            """
            {"type":"thread.started","thread_id":"th-1"}
            {"type":"turn.started"}
            {"type":"item.completed","item":{"id":"i0","type":"reasoning","text":"hm"}}
            {"type":"item.started","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"","status":"in_progress"}}
            {"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"a","exit_code":0,"status":"completed"}}
            {"type":"item.updated","item":{"id":"i2","type":"todo_list","items":[{"text":"x","completed":true}]}}
            {"type":"error","message":"Reconnecting... 1/5"}
            {"type":"item.completed","item":{"id":"i3","type":"agent_message","text":"Done."}}
            {"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":60,"output_tokens":5}}
            """);
    assertThat(outcome)
        .isEqualTo(new AgentOutcome.Done("{\"text\":\"Done.\",\"external_session_id\":\"th-1\"}"));
    assertThat(sink.said())
        .contains(
            "thought:hm",
            "plan:[{\"content\":\"x\",\"status\":\"completed\"}]",
            "stderr:Reconnecting... 1/5\n",
            "text:Done.");
    assertThat(sink.used().getLast()).isEqualTo(new Usage(40, 5, 60, 0, 1, 1, 0));
    assertThat(
            run(
                AgentSpec.Format.STREAM_JSON,
                JsonlPaths.NONE,
                "{\"type\":\"turn.failed\",\"error\":{\"message\":\"no quota\"}}\n",
                1))
        .isEqualTo(new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, "no quota"));
  }

  @Test
  void gemini_is_understood() throws Exception {
    AgentOutcome outcome =
        stream(
            """
            YOLO mode is enabled.
            {"type":"init","session_id":"g-1","model":"m"}
            {"type":"message","role":"user","content":"do it"}
            {"type":"message","role":"assistant","content":"All ","delta":true}
            {"type":"message","role":"assistant","content":"done.","delta":true}
            {"type":"tool_use","tool_name":"ls","tool_id":"t1","parameters":{"path":"."}}
            {"type":"tool_result","tool_id":"t1","status":"error","error":{"message":"no"}}
            {"type":"result","status":"success","stats":{"total_tokens":30,"input_tokens":20,"output_tokens":10,"cached":8,"tool_calls":1}}
            """);
    assertThat(outcome)
        .isEqualTo(
            new AgentOutcome.Done("{\"text\":\"All done.\",\"external_session_id\":\"g-1\"}"));
    assertThat(sink.said()).startsWith("stdout:YOLO mode is enabled.\n", "text:All ", "text:done.");
    assertThat(sink.used().getLast()).isEqualTo(new Usage(12, 10, 8, 0, 1, 1, 0));
  }

  @Test
  void one_that_ends_without_a_result_has_failed() throws Exception {
    assertThat(stream("{\"type\":\"turn.started\"}\n"))
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR, "program ended without telling its result"));
  }

  @Test
  void other_json_lines_are_read_along_configured_paths() throws Exception {
    JsonlPaths paths =
        new JsonlPaths(
            Map.of(
                "text", List.of("delta", "content"),
                "iteration", List.of("step"),
                "total_iterations", List.of("steps"),
                "tokens", List.of("usage", "total"),
                "input_tokens", List.of("usage", "in"),
                "cost", List.of("usage", "usd"),
                "result", List.of("answer"),
                "error", List.of("error")));
    AgentOutcome outcome =
        run(
            AgentSpec.Format.JSONL,
            paths,
            """
            {"step":1,"steps":3,"delta":{"content":"hi"}}
            {"step":2,"usage":{"total":40,"in":30,"usd":0.002},"error":false}
            not json
            {"answer":42}
            """,
            0);
    assertThat(outcome).isEqualTo(new AgentOutcome.Done("{\"result\":42}"));
    assertThat(sink.said()).containsExactly("text:hi", "stdout:not json\n");
    assertThat(sink.counted()).containsExactly(new Progress(1, 3, 0, 0), new Progress(2, 3, 40, 0));
    assertThat(sink.used()).containsExactly(new Usage(30, 0, 0, 0, 0, 0, 2_000));
    assertThat(
            run(
                AgentSpec.Format.JSONL,
                paths,
                "{\"answer\":1,\"error\":{\"why\":\"broken\"}}\n",
                0))
        .isEqualTo(new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, "{\"why\":\"broken\"}"));
  }

  @Test
  void a_line_that_is_too_long_is_dropped_and_what_follows_is_read() throws Exception {
    AgentSpec.Command spec =
        new AgentSpec.Command(
            "",
            new Program(
                List.of(
                    "/bin/sh",
                    "-c",
                    "head -c 9000000 /dev/zero | tr '\\0' x; echo; echo"
                        + " '{\"type\":\"result\",\"status\":\"success\"}'"),
                null,
                Map.of(),
                200),
            AgentSpec.Format.STREAM_JSON,
            JsonlPaths.NONE,
            ExternalSession.FRESH,
            new RunLimits(60_000, 1 << 20));
    assertThat(trial.run(new CommandAgent(spec), sink)).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said())
        .containsExactly("stdout:[a line of more than 4194304 characters is not kept]\n");
  }
}
