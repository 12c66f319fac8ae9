package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;

/** What the store says of pods: only one that was steady for a lease may give up others. */
final class SteadyPods {
  private static final int LEASE_TTL_MS = 8_000;
  private static final int LOOK_EVERY_MS = 200;
  private static final int LOOKS_MAX = 600;

  private SteadyPods() {}

  /** Waits until every pod is alive and steady. */
  static void await(Stage stage) {
    for (int left = LOOKS_MAX; left > 0 && steady(stage) < stage.pods().size(); left--) {
      Blocking.pause(LOOK_EVERY_MS);
    }
  }

  /** Whether the store counts it as alive. */
  static boolean alive(Stage stage, Pod pod) {
    return stage
            .postgres()
            .number("SELECT count(*) FROM pod WHERE name = ? AND gone_at IS NULL", pod.name())
        > 0;
  }

  static boolean isSteady(Stage stage, Pod pod) {
    return stage
            .postgres()
            .number(
                "SELECT count(*) FROM pod WHERE name = ? AND gone_at IS NULL"
                    + " AND steady_since < clock_timestamp() - ? * interval '1 millisecond'",
                pod.name(),
                LEASE_TTL_MS)
        > 0;
  }

  private static long steady(Stage stage) {
    return stage.pods().stream().filter(pod -> isSteady(stage, pod)).count();
  }
}
