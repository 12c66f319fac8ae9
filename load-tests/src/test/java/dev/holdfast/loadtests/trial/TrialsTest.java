package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trial at a small n. What took too long for its bound is told, not asserted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrialsTest {
  private static final int NEAR_CACHE_MS = 400;
  private static final long SEED = 20_260_101;

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
          Map.entry("HintlessTrial", 500),
          Map.entry("HostileTrial", 5),
          Map.entry("StallTrial", 200),
          Map.entry("StormTrial", 300),
          Map.entry("DrainTrial", 1),
          Map.entry("ZombieTrial", 20),
          Map.entry("EffectTrial", 400),
          Map.entry("CancelTrial", 100),
          Map.entry("FleetTrial", 3),
          Map.entry("EndTrial", 20));

  private Stage stage;

  @BeforeAll
  void open() {
    stage = Stage.open(Program.PODS, NEAR_CACHE_MS);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  static Stream<Arguments> trials() {
    return All.trials().stream()
        .filter(trial -> SMALL.containsKey(trial.name()))
        .map(trial -> Arguments.of(trial.promise(), trial, SMALL.get(trial.name())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trials")
  void every_promise_is_kept_at_a_small_n(String promise, Trial trial, int n) {
    Program.Row row = Program.tell(Program.run(trial, stage, n, SEED));
    assertThat(row.findings().violations() - row.findings().lateness())
        .as("%s: %s", promise, row.findings().told())
        .isZero();
    assertThat(row.findings().tries()).isGreaterThanOrEqualTo(n);
  }
}
