package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials whose pods run with the defaults, at a small n. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrialsTest {
  /** Small enough for all of them together to take a few minutes. */
  private static final Map<String, Integer> SMALL =
      Map.ofEntries(
          Map.entry("BindingTrial", 150),
          Map.entry("LinearizabilityTrial", 8),
          Map.entry("DurabilityTrial", 60),
          Map.entry("CacheTrial", 120),
          Map.entry("UnavailableTrial", 2),
          Map.entry("StampedeTrial", 600),
          Map.entry("RollTrial", 1),
          Map.entry("IdempotencyTrial", 40),
          Map.entry("ForeignTrial", 250),
          Map.entry("RedisOutage", 2),
          Map.entry("PostgresOutage", 2),
          Map.entry("OrderTrial", 200),
          Map.entry("TerminalTrial", 100),
          Map.entry("RescueTrial", 2),
          Map.entry("SequenceTrial", 3_000),
          Map.entry("ResumeTrial", 200),
          Map.entry("DrainTrial", 1),
          Map.entry("McpCrossing", 200),
          Map.entry("McpResume", 60),
          Map.entry("StormTrial", 300));

  private Stage stage;

  @BeforeAll
  void open() {
    stage = SmallTrials.stage();
  }

  @AfterAll
  void close() {
    stage.close();
  }

  static Stream<Arguments> trials() {
    return SmallTrials.of(SMALL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trials")
  void every_promise_is_kept_at_a_small_n(String promise, Trial trial, int n) {
    SmallTrials.check(stage, trial, n);
  }
}
