package dev.holdfast.tasks.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.McpRelay;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers may do that the official one does not, as scripts. */
final class McpAgentTest {
  /** Answers up to the call, which it has read then; its list of tools has two pages. */
  private static final String UP_TO_CALL =
      """
      ok() { echo '{"jsonrpc":"2.0","id":'"$1"',"result":'"$2"'}'; }
      tell() { echo '{"jsonrpc":"2.0","method":"'"$1"'","params":'"$2"'}'; }
      ask() { echo '{"jsonrpc":"2.0","id":"q","method":"'"$1"'","params":'"$2"'}'; read -r answer; echo "$answer" >&2; }
      read -r line; ok 1 '{"protocolVersion":"2025-03-26"}'
      read -r line
      read -r line; ok 2 '{"tools":[{"name":"a"}],"nextCursor":"2"}'
      read -r line; ok 3 '{"tools":[{"name":"t","inputSchema":{"properties":{"q":{"type":"string"},"n":{"type":"number"}},"required":["q"]}}]}'
      read -r call; echo "$call" >&2
      """;

  private static final String DONE = "ok 4 '{\"content\":[]}'\nread -r line\n";

  private static McpAgent agent(String script, @Nullable String tool) {
    return new McpAgent(spec(script, tool, McpRelay.TOOLS));
  }

  private static AgentSpec.Mcp spec(String script, @Nullable String tool, McpRelay relay) {
    return new AgentSpec.Mcp(
        "",
        new McpServer.OfProgram(new Program(List.of("/bin/sh", "-c", script), null, Map.of(), 200)),
        tool,
        List.of(),
        new RunLimits(60_000, 1 << 20),
        new RpcLimits(60_000, 1 << 20),
        relay);
  }

  private static AgentOutcome run(String script, RecordingSink sink) throws InterruptedException {
    AgentTrial trial = new AgentTrial("hello");
    AgentOutcome outcome = trial.run(agent(script, "t"), sink);
    assertThat(trial.processes()).isZero();
    return outcome;
  }

  @Test
  void progress_and_logs_become_events_and_the_text_is_the_required_argument() throws Exception {
    RecordingSink sink = new RecordingSink();
    AgentOutcome outcome =
        run(
            UP_TO_CALL
                + """
                tell notifications/progress '{"progressToken":"other","progress":9}'
                tell notifications/progress '{"progressToken":"call","progress":2,"message":"two"}'
                tell notifications/progress '{"progressToken":"call","progress":0.5,"total":0.8}'
                tell notifications/message '{"level":"warning","logger":"db","data":{"slow":true}}'
                tell notifications/tools/list_changed '{}'
                ask ping '{}'
                ask roots/list '{}'
                """
                + DONE,
            sink);
    assertThat(outcome).isEqualTo(new AgentOutcome.Done("{\"content\":[]}"));
    assertThat(sink.counted())
        .containsExactly(new Progress(2, 0, 0, 0), new Progress(63, 100, 0, 0));
    assertThat(sink.said())
        .contains("text:two\n", "log:warning db: {\"slow\":true}\n")
        .anyMatch(said -> said.contains("\"arguments\":{\"q\":\"hello\"}"));
    assertThat(String.join("", sink.said()))
        .contains("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}")
        .contains("method not found: roots/list");
  }

  @Test
  void a_tools_own_error_fails_the_task_with_its_words() throws Exception {
    assertThat(
            run(
                UP_TO_CALL
                    + "ok 4"
                    + " '{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no such"
                    + " page\"}]}'; read -r line",
                new RecordingSink()))
        .isEqualTo(new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, "no such page"));
  }

  @Test
  void an_unknown_revision_is_named_with_the_known_ones() throws Exception {
    AgentOutcome outcome =
        run(
            "read -r line; echo"
                + " '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2099-01-01\"}}';"
                + " read -r line",
            new RecordingSink());
    assertThat(((AgentOutcome.Failed) outcome).error())
        .isEqualTo(
            "the server speaks revision 2099-01-01 of the protocol; known: 2024-11-05, 2025-03-26,"
                + " 2025-06-18, 2025-11-25");
  }

  @Test
  void a_form_is_asked_field_by_field_until_what_is_said_fits() throws Exception {
    Deque<Answer> answers =
        new ArrayDeque<>(
            List.of(
                new Answer("red", null),
                new Answer(null, "many"),
                new Answer(null, " 12 "),
                new Answer("true", null)));
    RecordingSink sink = new RecordingSink(question -> Optional.of(answers.removeFirst()));
    run(
        UP_TO_CALL
            + """
            ask elicitation/create '{"message":"Paint","requestedSchema":{"type":"object","properties":{
              "colour":{"type":"string","oneOf":[{"const":"red","title":"Red"},{"const":"b","title":"Blue"}]},
              "litres":{"type":"integer","title":"Litres"},"note":{"type":"string"},"gloss":{"type":"boolean"}},
              "required":["colour","litres","gloss"]}}'
            """
                .replace("\n  ", "")
            + DONE,
        sink);
    assertThat(sink.asked()).hasSize(4);
    assertThat(sink.asked().getFirst().options())
        .containsExactly(
            new Question.Option("red", "Red"),
            new Question.Option("b", "Blue"),
            new Question.Option("_decline", "Decline"));
    assertThat(sink.asked().get(1).prompt()).isEqualTo("Paint\nLitres");
    assertThat(String.join("", sink.said()))
        .contains(
            "\"result\":{\"action\":\"accept\",\"content\":{\"colour\":\"red\",\"litres\":12,\"gloss\":true}}");
  }

  @Test
  void what_a_question_cannot_ask_is_declined_and_other_modes_are_refused() throws Exception {
    RecordingSink sink = new RecordingSink(question -> Optional.of(new Answer("_accept", null)));
    run(
        UP_TO_CALL
            + """
            ask elicitation/create '{"message":"m","requestedSchema":{"properties":{"l":{"type":"array"}},"required":["l"]}}'
            ask elicitation/create '{"mode":"url","message":"m","url":"https://x.example/"}'
            ask elicitation/create '{"message":"Sure?","requestedSchema":{"properties":{}}}'
            """
            + DONE,
        sink);
    assertThat(sink.asked().stream().map(Question::prompt)).containsExactly("m", "Sure?");
    assertThat(String.join("", sink.said()))
        .contains("{\"action\":\"decline\"}")
        .contains("only forms are offered, not url")
        .contains("{\"action\":\"accept\",\"content\":{}}");
  }

  @Test
  void what_was_not_offered_to_a_server_it_does_not_get_by_rounds_either() throws Exception {
    for (String wanted :
        List.of(
            "{\"method\":\"sampling/createMessage\",\"params\":{}}",
            "{\"method\":\"tasks/get\",\"params\":{}}",
            "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\"}}",
            "{\"method\":1}")) {
      RecordingSink sink = new RecordingSink(question -> Optional.of(new Answer(null, "x")));
      AgentOutcome outcome =
          run(
              UP_TO_CALL
                  + "ok 4 '{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":"
                  + wanted
                  + "}}'\nread -r line\n",
              sink);
      assertThat(((AgentOutcome.Failed) outcome).error()).contains("the tool wants to know more");
      assertThat(sink.asked()).isEmpty();
    }
  }

  @Test
  void what_a_client_refuses_is_not_asked_for_again() throws Exception {
    for (String action : List.of("decline", "cancel")) {
      RecordingSink sink =
          new RecordingSink(question ->
              Optional.of(
                  new Answer(null, "{\"responses\":{\"a\":{\"action\":\"" + action + "\"}}}")));
      String wanted =
          "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":"
              + "\"sampling/createMessage\",\"params\":{}}}}";
      String script = UP_TO_CALL + "ok 4 '" + wanted + "'\nread -r line\n";
      AgentOutcome outcome =
          new AgentTrial("hello")
              .run(
                  new McpAgent(spec(script, "t", new McpRelay(false, false, false, true, 3))),
                  sink);
      assertThat(((AgentOutcome.Failed) outcome).error())
          .isEqualTo("the tool wants to know more: the client refused sampling/createMessage");
      assertThat(sink.asked()).hasSize(1);
    }
  }

  @Test
  void a_prompt_passes_on_only_what_was_offered_to_the_server() throws Exception {
    String answer =
        "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":"
            + "\"sampling/createMessage\",\"params\":{}}}}";
    String script =
        """
        read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-03-26"}}'
        read -r line
        read -r line; echo '{"jsonrpc":"2.0","id":2,"result":%s}'
        read -r line
        """
            .formatted(answer);
    assertThatThrownBy(() -> door(script, false).ask("prompts/get", "{}", new Cancellation()))
        .isInstanceOf(McpDoor.Refused.class)
        .hasMessageContaining("sampling/createMessage");
    assertThat(door(script, true).ask("prompts/get", "{}", new Cancellation()))
        .containsKey("inputRequests");
  }

  private static McpDoor door(String script, boolean sampling) {
    return new McpDiscovery(
        spec(script, null, new McpRelay(false, true, true, sampling, 3)), "pod");
  }

  @Test
  void row_46_a_cancelled_call_is_told_to_the_server_before_it_is_ended(@TempDir Path folder)
      throws Exception {
    Path heard = folder.resolve("heard");
    AgentTrial trial = new AgentTrial("hello");
    RecordingSink sink = new RecordingSink();
    CompletableFuture<AgentOutcome> outcome =
        trial.start(
            agent(
                UP_TO_CALL
                    + "tell notifications/progress '{\"progressToken\":\"call\",\"progress\":1}'\n"
                    + "trap '' TERM\nread -r line; echo \"$line\" >"
                    + heard
                    + "; sleep 1000",
                "t"),
            sink);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !sink.counted().isEmpty());
    trial.cancel();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped(false));
    assertThat(trial.processes()).isZero();
    assertThat(Files.readString(heard))
        .contains("notifications/cancelled")
        .contains("\"requestId\":4");
  }

  @Test
  void a_task_that_names_no_tool_needs_an_agent_that_has_one() {
    for (String input : List.of("hello", "{\"arguments\":{}}", "{\"tool\":1}")) {
      assertThatThrownBy(
              () -> new AgentTrial(input).run(agent("exit 0", null), new RecordingSink()))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("this agent has no tool of its own");
    }
    assertThatThrownBy(() ->
            new AgentTrial("{\"tool\":\"t\",\"arguments\":[]}")
                .run(agent("exit 0", null), new RecordingSink()))
        .hasMessageContaining("arguments must be a JSON object");
  }
}
