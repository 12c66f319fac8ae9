package dev.holdfast.tasks.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.ExternalSession;
import dev.holdfast.tasks.agent.JsonlPaths;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RunLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with sessions of its own, which it keeps as files, as the common coding agents do. */
final class ExternalSessionTest {
  /** Refuses to resume what is not there, to make what is, and to do either while it is busy. */
  private static final String PROGRAM =
      """
      cd "$1"
      busy=$(cat busy)
      if [ "$busy" -gt 0 ]; then
        echo $((busy - 1)) >busy
        echo '{"type":"assistant","message":{"id":"m","content":[],"usage":{"input_tokens":1}}}'
        echo "Session $3 is already in use" >&2
        exit 1
      fi
      case $2 in
        resume) [ -e "s-$3" ] || { echo "No conversation found with session ID: $3" >&2; exit 1; } ;;
        new) [ -e "s-$3" ] && { echo "Session $3 exists" >&2; exit 1; } ;;
      esac
      echo x >>"s-$3"
      echo '{"type":"result","subtype":"success","num_turns":1,"result":"'"$2"'","session_id":"'"$3"'","usage":{"input_tokens":10}}'
      """;

  @TempDir Path folder;

  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void idle() throws IOException {
    busy(0);
  }

  private void busy(int times) throws IOException {
    Files.writeString(folder.resolve("busy"), Integer.toString(times));
  }

  private List<String> command(String act) {
    return List.of(
        "/bin/sh", "-c", PROGRAM, "cli", folder.toString(), act, "{external_session_id}");
  }

  private CommandAgent agent(boolean resume, int waitMs, boolean thenFresh) {
    return new CommandAgent(
        new AgentSpec.Command(
            "",
            new Program(command("new"), null, Map.of(), 200),
            AgentSpec.Format.STREAM_JSON,
            JsonlPaths.NONE,
            new ExternalSession(
                resume ? command("resume") : List.of(),
                Pattern.compile("No conversation found"),
                0,
                Pattern.compile("already in use"),
                waitMs,
                10,
                thenFresh),
            new RunLimits(60_000, 1 << 20)));
  }

  private AgentOutcome run(CommandAgent agent) throws InterruptedException {
    return new AgentTrial("go on").run(agent, sink);
  }

  private List<String> sessions() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("s-"))
          .toList();
    }
  }

  @Test
  void row_70_each_attempt_gets_a_fresh_id() throws Exception {
    assertThat(run(agent(false, 60_000, false))).isInstanceOf(AgentOutcome.Done.class);
    assertThat(run(agent(false, 60_000, false))).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sessions()).hasSize(2);
  }

  @Test
  void row_70_a_session_is_made_once_and_then_resumed() throws Exception {
    AgentOutcome first = run(agent(true, 60_000, false));
    AgentOutcome second = run(agent(true, 60_000, false));
    assertThat(((AgentOutcome.Done) first).result()).contains("\"text\":\"new\"");
    assertThat(((AgentOutcome.Done) second).result()).contains("\"text\":\"resume\"");
    assertThat(sessions()).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve(sessions().getFirst()))).hasSize(2);
  }

  @Test
  void row_70_a_busy_session_is_waited_for_and_row_72_every_run_of_the_attempt_is_summed()
      throws Exception {
    busy(3);
    assertThat(run(agent(true, 60_000, false))).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sessions()).hasSize(1);
    assertThat(sink.used().getLast()).isEqualTo(new Usage(13, 0, 0, 0, 4, 0, 0));
  }

  @Test
  void row_70_one_that_stays_busy_fails_the_task_and_is_named() throws Exception {
    busy(1_000_000);
    AgentOutcome outcome = run(agent(true, 1, false));
    assertThat(((AgentOutcome.Failed) outcome).error())
        .matches(
            "the program's session [0-9a-f-]{36} was busy for longer than busy_wait_ms_max of 1"
                + " ms");
  }

  @Test
  void row_70_or_a_fresh_id_is_taken_instead() throws Exception {
    run(agent(true, 60_000, false));
    String former = sessions().getFirst();
    busy(1);
    AgentOutcome outcome = run(agent(true, 0, true));
    assertThat(((AgentOutcome.Done) outcome).result()).contains("\"text\":\"new\"");
    assertThat(sessions()).hasSize(2).contains(former);
  }

  @Test
  void waiting_for_a_busy_session_can_be_cancelled() throws Exception {
    busy(1_000_000);
    AgentTrial trial = new AgentTrial("go on");
    CompletableFuture<AgentOutcome> outcome = trial.start(agent(false, 3_600_000, false), sink);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !sink.said().isEmpty());
    trial.cancel();
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new AgentOutcome.Stopped());
    assertThat(trial.processes()).isZero();
  }
}
