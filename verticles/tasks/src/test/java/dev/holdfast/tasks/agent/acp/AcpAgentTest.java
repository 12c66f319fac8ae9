package dev.holdfast.tasks.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent can do wrong, and what the example agent never does. */
final class AcpAgentTest {
  /** Answers up to the prompt, which it has read then. */
  private static final String UP_TO_PROMPT =
      """
      read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1}}'
      read -r line; echo '{"jsonrpc":"2.0","id":2,"result":{"sessionId":"s1"}}'
      read -r prompt
      """;

  private final AgentTrial trial = new AgentTrial("do it");
  private final RecordingSink sink = new RecordingSink();

  private static AcpAgent agent(int runMs, int requestMs, String script) {
    return new AcpAgent(
        new AgentSpec.Acp(
            "",
            new Program(List.of("/bin/sh", "-c", script), null, Map.of(), 200),
            AgentSpec.Permissions.ASK,
            null,
            new RunLimits(runMs, 1_000),
            new RpcLimits(requestMs, 4_096)));
  }

  private AgentOutcome run(String script) throws InterruptedException {
    AgentOutcome outcome = trial.run(agent(60_000, 60_000, script), sink);
    assertThat(trial.processes()).isZero();
    return outcome;
  }

  private static AgentOutcome failed(String error) {
    return new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, error);
  }

  @Test
  void plans_thoughts_costs_and_usage_become_events() throws Exception {
    AgentOutcome outcome =
        run(
            UP_TO_PROMPT
                + """
                u() { echo '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s1","update":'"$1"'}}'; }
                u '{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"}}'
                u '{"sessionUpdate":"plan","entries":[{"content":"a","priority":"high","status":"completed"},{"content":"b","priority":"low","status":"pending"}]}'
                u '{"sessionUpdate":"usage_update","used":120,"size":1000,"cost":{"amount":0.25,"currency":"USD"}}'
                u '{"sessionUpdate":"something_of_tomorrow"}'
                u '{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"done"}}'
                echo '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn","usage":{"totalTokens":130,"inputTokens":100,"outputTokens":20,"thoughtTokens":10}}}'
                read -r line
                """);
    assertThat(outcome).isEqualTo(new AgentOutcome.Done("{\"text\":\"done\",\"truncated\":false}"));
    assertThat(sink.said())
        .containsExactly(
            "thought:hm",
            "plan:[{\"content\":\"a\",\"status\":\"completed\"},{\"content\":\"b\",\"status\":\"pending\"}]",
            "text:done");
    assertThat(sink.contexts()).containsExactly(new ContextUse(120, 1_000));
    assertThat(sink.counted())
        .containsExactly(new Progress(1, 2, 0, 0), new Progress(1, 2, 120, 0));
    assertThat(sink.used().getLast()).isEqualTo(new Usage(100, 30, 0, 0, 1, 0, 250_000));
  }

  @ParameterizedTest
  @CsvSource({
    "max_tokens, MAX_TURNS",
    "max_turn_requests, MAX_TURNS",
    "refusal, AGENT_ERROR",
    "whatever, AGENT_ERROR"
  })
  void its_reasons_to_stop_are_told(String stopReason, TerminationReason reason) throws Exception {
    AgentOutcome outcome =
        run(
            UP_TO_PROMPT
                + "echo '{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"stopReason\":\""
                + stopReason
                + "\"}}'; read -r line");
    assertThat(((AgentOutcome.Failed) outcome).reason()).isEqualTo(reason);
  }

  @Test
  void files_and_terminals_of_the_pod_are_not_there() throws Exception {
    AgentOutcome outcome =
        run(
            UP_TO_PROMPT
                + """
                echo '{"jsonrpc":"2.0","id":"f","method":"fs/read_text_file","params":{"path":"/etc/passwd"}}'
                read -r line
                echo "$line" >&2
                echo '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn"}}'
                """);
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said())
        .containsExactly(
            "stderr:{\"jsonrpc\":\"2.0\",\"id\":\"f\",\"error\":{\"code\":-32601,\"message\":\"method"
                + " not found: fs/read_text_file\"}}\n");
  }

  @Test
  void what_is_no_message_fails_the_task_and_is_named() throws Exception {
    assertThat(run("read -r line; echo 'Welcome!'; read -r line"))
        .isEqualTo(
            failed(
                "the other side sent what is no JSON-RPC message (it is not JSON) before it"
                    + " answered initialize"));
    assertThat(run("read -r line; echo '{\"jsonrpc\":\"2.0\",\"id\":1}'; read -r line"))
        .isEqualTo(
            failed(
                "the other side sent what is no JSON-RPC message (it has no method, no result and"
                    + " no error) before it answered initialize"));
  }

  @Test
  void a_message_that_is_too_long_fails_the_task() throws Exception {
    assertThat(run("read -r line; head -c 5000 /dev/zero | tr '\\0' x; read -r line"))
        .isEqualTo(
            failed(
                "the program sent a message of more than message_bytes_max of 4096 bytes before it"
                    + " answered initialize"));
  }

  @Test
  void a_crash_tells_the_exit_code_and_the_last_words() throws Exception {
    assertThat(run(UP_TO_PROMPT + "echo 'no licence' >&2; exit 7"))
        .isEqualTo(
            failed(
                "the program ended with exit code 7: no licence before it answered"
                    + " session/prompt"));
    assertThat(trial.run(agentOf("/no/such/agent"), sink))
        .isEqualTo(failed("program could not be started: /no/such/agent"));
  }

  private static AcpAgent agentOf(String program) {
    return new AcpAgent(
        new AgentSpec.Acp(
            "",
            new Program(List.of(program), null, Map.of(), 200),
            AgentSpec.Permissions.ASK,
            null,
            new RunLimits(60_000, 1_000),
            new RpcLimits(60_000, 4_096)));
  }

  @Test
  void an_end_that_something_left_behind_hides_is_seen() throws Exception {
    assertThat(run("read -r line; sleep 1000 & exit 3"))
        .isEqualTo(failed("the program ended with exit code 3 before it answered initialize"));
  }

  @Test
  void silence_ends_in_a_timeout() throws Exception {
    assertThat(trial.run(agent(60_000, 50, "sleep 1000"), sink))
        .isEqualTo(failed("no answer to initialize in time: request_ms_max is 50 ms"));
    assertThat(trial.run(agent(50, 60_000, UP_TO_PROMPT + "sleep 1000"), sink))
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.TIMEOUT_RUN, "ran longer than run_ms_max of 50 ms"));
    assertThat(trial.processes()).isZero();
  }

  @Test
  void an_agent_of_another_version_is_not_talked_to() throws Exception {
    assertThat(
            run(
                "read -r line; echo"
                    + " '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":2}}';"
                    + " read -r line"))
        .isEqualTo(failed("the agent speaks version 2 of the protocol, not 1"));
  }

  @Test
  void one_that_wants_to_be_logged_in_says_how() throws Exception {
    assertThat(
            run(
                """
                read -r line
                echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1,"authMethods":[{"id":"api-key","name":"Key"}]}}'
                read -r line
                echo '{"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"Authentication required"}}'
                read -r line
                """))
        .isEqualTo(failed("the agent wants auth_method to be one of: api-key"));
  }

  @Test
  void output_past_the_limit_is_dropped_and_said_once() throws Exception {
    run(
        UP_TO_PROMPT
            + """
            i=0
            while [ $i -lt 300 ]; do
              echo '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"0123456789"}}}}'
              i=$((i+1))
            done
            echo '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn"}}'
            read -r line
            """);
    assertThat(sink.said()).hasSize(101);
    assertThat(sink.said().getLast()).isEqualTo("text:[output past 1000 bytes is not kept]\n");
  }

  @Test
  void row_46_one_that_neither_reads_nor_heeds_signals_is_gone_after_a_cancel() throws Exception {
    CompletableFuture<AgentOutcome> outcome =
        trial.start(
            agent(60_000, 60_000, "trap '' TERM; (trap '' TERM; sleep 1000) & sleep 1001"), sink);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> trial.processes() >= 3);
    trial.cancel();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped(false));
    assertThat(trial.processes()).isZero();
  }

  @Test
  void a_question_is_given_up_when_its_agent_is_gone(@TempDir Path folder) throws Exception {
    Path asked = folder.resolve("asked");
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    RecordingSink waits =
        new RecordingSink(question -> {
          try {
            Files.createFile(asked);
            never.await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          } catch (IOException e) {
            interrupted.completeExceptionally(e);
          }
          return Optional.empty();
        });
    String asks =
        UP_TO_PROMPT
            + """
            echo '{"jsonrpc":"2.0","id":"p","method":"session/request_permission","params":{"toolCall":{"toolCallId":"c","title":"rm"},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"}]}}'
            """
            + "until [ -e "
            + asked
            + " ]; do sleep 0.05; done; exit 9";
    AgentOutcome outcome = trial.run(agent(60_000, 60_000, asks), waits);
    assertThat(((AgentOutcome.Failed) outcome).error()).contains("exit code 9");
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void row_48_what_the_owner_sends_during_a_turn_is_the_prompt_of_the_next_one()
      throws InterruptedException {
    sink.send("one more", "and another");
    AgentOutcome outcome =
        run(
            UP_TO_PROMPT
                + """
                echo '{"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn"}}'
                read -r prompt
                case "$prompt" in
                *'one more\\n\\nand another'*'"id":4'*|*'"id":4'*'one more\\n\\nand another'*)
                  echo '{"jsonrpc":"2.0","id":4,"result":{"stopReason":"end_turn"}}' ;;
                esac
                cat > /dev/null
                """);
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
  }
}
