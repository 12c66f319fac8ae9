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

/** Trials that start the pods with settings of their own, at a small n. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SettingsTrialsTest {
  private static final Map<String, Integer> SMALL =
      Map.ofEntries(
          Map.entry("HintlessTrial", 500),
          Map.entry("HostileTrial", 5),
          Map.entry("StallTrial", 200),
          Map.entry("ZombieTrial", 20),
          Map.entry("EffectTrial", 400),
          Map.entry("CancelTrial", 100),
          Map.entry("FleetTrial", 9),
          Map.entry("EndTrial", 20),
          Map.entry("BeliefTrial", 20));

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
