package dev.holdfast.tasks.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official server that has everything, both ways. */
final class McpEverythingTest {
  enum Way {
    STDIO,
    HTTP
  }

  private static @Nullable EverythingServer http;

  private final RecordingSink sink = new RecordingSink();

  private static synchronized McpServer server(Way way) throws IOException {
    return switch (way) {
      case STDIO -> EverythingServer.program();
      case HTTP -> {
        EverythingServer running = http;
        if (running == null) {
          running = EverythingServer.start();
          http = running;
        }
        yield running.server();
      }
    };
  }

  @AfterAll
  static void stop() {
    EverythingServer running = http;
    if (running != null) {
      running.close();
    }
  }

  private static McpAgent agent(Way way, @Nullable String tool, List<String> allowed)
      throws IOException {
    return new McpAgent(
        new AgentSpec.Mcp(
            "",
            server(way),
            tool,
            allowed,
            new RunLimits(60_000, 1 << 20),
            new RpcLimits(30_000, 1 << 20)));
  }

  private static AgentOutcome run(McpAgent agent, RecordingSink sink, String input)
      throws InterruptedException {
    AgentTrial trial = new AgentTrial(input);
    AgentOutcome outcome = trial.run(agent, sink);
    assertThat(trial.processes()).isZero();
    return outcome;
  }

  @ParameterizedTest
  @EnumSource
  void a_tool_is_called_with_its_arguments(Way way) throws Exception {
    assertThat(
            run(
                agent(way, null, List.of()),
                sink,
                "{\"tool\":\"get-sum\",\"arguments\":{\"a\":2,\"b\":40}}"))
        .isEqualTo(
            new AgentOutcome.Done(
                "{\"content\":[{\"type\":\"text\",\"text\":\"The sum of 2 and 40 is 42.\"}]}"));
    assertThat(sink.used()).containsExactly(new Usage(0, 0, 0, 0, 0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void plain_text_goes_to_the_agents_own_tool(Way way) throws Exception {
    assertThat(run(agent(way, "echo", List.of()), sink, "hello"))
        .isEqualTo(
            new AgentOutcome.Done("{\"content\":[{\"type\":\"text\",\"text\":\"Echo: hello\"}]}"));
  }

  @ParameterizedTest
  @EnumSource
  void unknown_and_forbidden_tools_are_refused_with_the_known_ones(Way way) throws Exception {
    AgentOutcome unknown = run(agent(way, "ecco", List.of()), sink, "hello");
    assertThat(((AgentOutcome.Failed) unknown).error())
        .startsWith("the server has no tool ecco for tasks; known: ")
        .contains("echo")
        .contains("get-sum");
    assertThat(run(agent(way, "echo", List.of("echo")), sink, "{\"tool\":\"get-env\"}"))
        .isEqualTo(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR,
                "the server has no tool get-env for tasks; known: echo"));
  }

  @ParameterizedTest
  @EnumSource
  void arguments_that_do_not_fit_fail_the_task_with_the_servers_words(Way way) throws Exception {
    AgentOutcome outcome = run(agent(way, "get-sum", List.of()), sink, "{\"a\":\"x\"}");
    assertThat(((AgentOutcome.Failed) outcome).reason()).isEqualTo(TerminationReason.AGENT_ERROR);
    assertThat(((AgentOutcome.Failed) outcome).error()).contains("nvalid");
  }

  @ParameterizedTest
  @EnumSource
  void progress_is_passed_through(Way way) throws Exception {
    AgentOutcome outcome =
        run(
            agent(way, "trigger-long-running-operation", List.of()),
            sink,
            "{\"duration\":0.3,\"steps\":3}");
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.counted())
        .containsExactly(
            new Progress(1, 3, 0, 0), new Progress(2, 3, 0, 0), new Progress(3, 3, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void row_46_cancelling_it_stops_it_and_leaves_no_process(Way way) throws Exception {
    AgentTrial trial = new AgentTrial("{\"duration\":600,\"steps\":6000}");
    CompletableFuture<AgentOutcome> outcome =
        trial.start(agent(way, "trigger-long-running-operation", List.of()), sink);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !sink.counted().isEmpty());
    trial.cancel();
    // A program is seen to end; a server elsewhere does not say what it does.
    assertThat(outcome.get(60, TimeUnit.SECONDS))
        .isEqualTo(new AgentOutcome.Stopped(way == Way.STDIO));
    assertThat(trial.processes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_server_wants_to_know_is_asked_of_the_owner(Way way) throws Exception {
    RecordingSink owner = new RecordingSink(question -> Optional.of(new Answer(null, "Ann")));
    AgentOutcome outcome = run(agent(way, "trigger-elicitation-request", List.of()), owner, "{}");
    assertThat(owner.asked()).hasSize(1);
    assertThat(owner.asked().getFirst().prompt())
        .isEqualTo(
            "Please provide inputs for the following fields:\nString: Your full, legal name");
    assertThat(owner.asked().getFirst().options()).isEmpty();
    assertThat(((AgentOutcome.Done) outcome).result()).contains("- Name: Ann");
  }

  @ParameterizedTest
  @EnumSource
  void an_owner_may_decline(Way way) throws Exception {
    RecordingSink owner = new RecordingSink(question -> Optional.of(new Answer(null, "")));
    AgentOutcome outcome = run(agent(way, "trigger-elicitation-request", List.of()), owner, "{}");
    assertThat(((AgentOutcome.Done) outcome).result())
        .contains("User declined to provide the requested information");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_not_offered_to_the_server_it_does_not_get(Way way) throws Exception {
    AgentOutcome outcome = run(agent(way, "trigger-sampling-request", List.of()), sink, "x");
    assertThat(((AgentOutcome.Failed) outcome).error()).contains("has no tool");
  }
}
