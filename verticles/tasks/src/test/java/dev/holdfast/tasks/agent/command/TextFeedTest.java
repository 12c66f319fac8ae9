package dev.holdfast.tasks.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.AgentTrial;
import dev.holdfast.tasks.agent.ExternalSession;
import dev.holdfast.tasks.agent.JsonlPaths;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RecordingSink;
import dev.holdfast.tasks.agent.RunLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts for a program at work, read by a program. */
final class TextFeedTest {
  private static final String RESULT =
      "{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"turn\"}";

  /** Says each line it reads and ends the turn, as coding agents do; ends with its input. */
  private static final String TURNS =
      "while read -r line; do printf 'got %s\\n' \"$line\"; printf '%s\\n' \"$RESULT\"; done";

  @TempDir private Path folder;

  private final AgentTrial trial = new AgentTrial("do \"it\"\nnow");
  private final RecordingSink sink = new RecordingSink();

  private static AgentSpec.Command spec(ExternalSession session, String script) {
    return new AgentSpec.Command(
        "",
        new Program(List.of("/bin/sh", "-c", script), null, Map.of("RESULT", RESULT), 200),
        AgentSpec.Format.STREAM_JSON,
        JsonlPaths.NONE,
        session,
        new RunLimits(60_000, 1 << 20),
        List.of(75),
        AgentSpec.Stdin.STREAM_JSON);
  }

  private AgentOutcome run(String script) throws InterruptedException {
    return trial.run(new CommandAgent(spec(ExternalSession.FRESH, script)), sink);
  }

  private CompletableFuture<AgentOutcome> start(String script) {
    return trial.start(new CommandAgent(spec(ExternalSession.FRESH, script)), sink);
  }

  private static String line(String text) {
    return "stdout:got"
               + " {\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}}\n";
  }

  @Test
  void row_48_the_task_and_then_each_text_are_lines_in_order_and_the_input_is_closed_at_the_end()
      throws Exception {
    sink.send("one", "two");
    sink.send("three");
    AgentOutcome outcome = run(TURNS);
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said())
        .containsExactly(line("do \\\"it\\\"\\nnow"), line("one"), line("two"), line("three"));
    assertThat(sink.undelivered()).isEmpty();
  }

  @Test
  void row_48_a_text_reaches_a_program_in_the_middle_of_its_turn() throws Exception {
    CompletableFuture<AgentOutcome> outcome =
        start(
            "read -r task; echo waiting; read -r text; printf 'got %s\\n' \"$text\";"
                + " printf '%s\\n' \"$RESULT\"; cat >/dev/null");
    Awaitility.await().until(() -> sink.said().contains("stdout:waiting\n"));
    sink.send("go left");
    assertThat(outcome.get()).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said()).containsExactly("stdout:waiting\n", line("go left"));
  }

  @Test
  void row_48_what_a_program_that_closed_its_input_does_not_get_is_told() throws Exception {
    CompletableFuture<AgentOutcome> outcome =
        start("read -r task; exec <&-; echo closed; sleep 1000;" + " printf '%s\\n' \"$RESULT\"");
    Awaitility.await().until(() -> sink.said().contains("stdout:closed\n"));
    sink.send("too late");
    Awaitility.await()
        .until(
            () -> sink.undelivered().contains("too late: the program closed its standard input"));
    assertThat(outcome).isNotDone();
    trial.cancel();
    assertThat(outcome.get()).isEqualTo(new AgentOutcome.Stopped());
  }

  @Test
  void row_48_what_no_program_got_is_told_once() throws Exception {
    OwnerTexts texts = new OwnerTexts(sink);
    sink.send("one", "two");
    assertThat(texts.tellUndelivered(1, "the program had ended")).isEqualTo(1);
    assertThat(texts.tellUndelivered(2, "the program had ended")).isZero();
    assertThat(sink.undelivered()).containsExactly("two: the program had ended");
  }

  @Test
  void row_70_a_run_that_found_its_session_busy_takes_no_text_away_from_the_next_one()
      throws Exception {
    ExternalSession busy =
        new ExternalSession(List.of(), null, 0, Pattern.compile("in use"), 30_000, 10, false);
    sink.send("hello");
    String script =
        "if mkdir \"$TMP_MARK\" 2>/dev/null; then read -r a; read -r b; echo in use >&2; exit 1;"
            + " fi; "
            + TURNS;
    Path mark = folder.resolve("mark");
    AgentSpec.Command spec = spec(busy, script.replace("$TMP_MARK", mark.toString()));
    AgentOutcome outcome = trial.run(new CommandAgent(spec), sink);
    assertThat(outcome).isInstanceOf(AgentOutcome.Done.class);
    assertThat(sink.said())
        .endsWith(line("do \\\"it\\\"\\nnow"), line("hello"))
        .doesNotHaveDuplicates();
  }
}
