package dev.holdfast.tasks.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.NpmPeers;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The example agent of the official TypeScript SDK, as it is published. */
final class AcpExampleAgentTest {
  private static final String EXAMPLE = "@agentclientprotocol/sdk/dist/examples/agent.js";

  private final AgentTrial trial = new AgentTrial("tidy the project up");

  private static AcpAgent agent(AgentSpec.Permissions permissions) {
    return new AcpAgent(
        new AgentSpec.Acp(
            "",
            new Program(List.of(NpmPeers.node(), NpmPeers.file(EXAMPLE)), null, Map.of(), 2_000),
            permissions,
            null,
            new RunLimits(60_000, 1 << 20),
            new RpcLimits(30_000, 1 << 20)));
  }

  @Test
  void it_reports_asks_for_a_permission_and_goes_on_where_it_is_given() throws Exception {
    RecordingSink sink = new RecordingSink(question -> answer("allow"));
    AgentOutcome outcome = trial.run(agent(AgentSpec.Permissions.ASK), sink);

    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(((AgentOutcome.Done) outcome).result())
        .contains("I'll help you with that")
        .contains("successfully updated the configuration");
    Question asked = sink.asked().getFirst();
    assertThat(asked.prompt()).isEqualTo("Modifying critical configuration file");
    assertThat(asked.options())
        .containsExactly(
            new Question.Option("allow", "Allow this change"),
            new Question.Option("reject", "Skip this change"));
    assertThat(asked.detail()).contains("allow_once").contains("config.json");
    assertThat(sink.said().getFirst()).startsWith("text:I'll help you");
    assertThat(sink.said())
        .anyMatch(
            said -> said.startsWith("tool:") && said.contains("call_1") && said.contains("pending"))
        .anyMatch(said ->
            said.startsWith("tool:") && said.contains("call_2") && said.contains("completed"));
    assertThat(sink.used().getLast()).isEqualTo(new Usage(0, 0, 0, 0, 1, 2, 0));
    assertThat(trial.processes()).isZero();
  }

  @Test
  void it_leaves_out_what_is_not_permitted() throws Exception {
    RecordingSink sink = new RecordingSink(question -> answer("reject"));
    AgentOutcome outcome = trial.run(agent(AgentSpec.Permissions.ASK), sink);
    assertThat(((AgentOutcome.Done) outcome).result()).contains("skip the configuration update");
    assertThat(sink.asked()).hasSize(1);
  }

  @Test
  void the_operator_may_answer_for_everybody() throws Exception {
    RecordingSink sink = new RecordingSink();
    AgentOutcome outcome = trial.run(agent(AgentSpec.Permissions.REJECT), sink);
    assertThat(((AgentOutcome.Done) outcome).result()).contains("skip the configuration update");
    assertThat(sink.asked()).isEmpty();
  }

  @Test
  void row_46_cancelling_it_stops_it_and_leaves_no_process() throws Exception {
    RecordingSink sink = new RecordingSink();
    CompletableFuture<AgentOutcome> outcome = trial.start(agent(AgentSpec.Permissions.ASK), sink);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !sink.said().isEmpty());
    assertThat(trial.processes()).isPositive();
    trial.cancel();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped());
    assertThat(trial.processes()).isZero();
  }

  @Test
  void cancelling_it_while_it_waits_for_a_permission_stops_it_too() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RecordingSink sink =
        new RecordingSink(question -> {
          asked.countDown();
          trial.cancel();
          return Optional.empty();
        });
    CompletableFuture<AgentOutcome> outcome = trial.start(agent(AgentSpec.Permissions.ASK), sink);
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped());
    assertThat(trial.processes()).isZero();
  }

  private static Optional<Answer> answer(String option) {
    return Optional.of(new Answer(option, null));
  }
}
