package dev.holdfast.loadtests.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Trials at a small n. What took too long for its bound is told, not asserted. */
final class SmallTrials {
  private static final int NEAR_CACHE_MS = 400;
  private static final long SEED = 20_260_101;

  private SmallTrials() {}

  static Stage stage() {
    return Stage.open(Program.PODS, NEAR_CACHE_MS);
  }

  /** The trials of these names, each with its promise and n. */
  static Stream<Arguments> of(Map<String, Integer> small) {
    return All.trials().stream()
        .filter(trial -> small.containsKey(trial.name()))
        .map(trial -> Arguments.of(trial.promise(), trial, small.get(trial.name())));
  }

  static void check(Stage stage, Trial trial, int n) {
    Program.Row row = Program.tell(Program.run(trial, stage, n, SEED));
    assertThat(row.findings().violations() - row.findings().lateness())
        .as("%s: %s", trial.promise(), row.findings().told())
        .isZero();
    assertThat(row.findings().tries()).isGreaterThanOrEqualTo(n);
  }
}
