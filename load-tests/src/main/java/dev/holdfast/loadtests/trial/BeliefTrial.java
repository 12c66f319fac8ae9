package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Random;

/**
 * What pods answer from memory is never older than what somebody was told. Sessions of the Model
 * Context Protocol have one writer each, which sets a greater number on a random pod, and a reader
 * on every pod; each session is a register that must be linearizable, and its {@code DELETE} its
 * last write. Pods are frozen, killed, and cut or stalled from Postgres meanwhile; for the last
 * twentieth of the changes the bus between pods drops everything, so that each has to wait.
 *
 * <p>Writers pause, often for longer than nothing is kept, so that pods believe again.
 */
public final class BeliefTrial implements Trial {
  private static final int BELIEF_MS = 400;
  private static final int ASK_MS = 50;
  private static final int DEADLINE_MS = 500;

  /** For so long nothing is kept of what changes, as the registry has it. */
  private static final int HOLD_MS = ASK_MS + 2 * BELIEF_MS + 6 * DEADLINE_MS;

  private static final int NEAR_CACHE_MS = 5_000;
  private static final int SESSIONS = 6;
  private static final int UNHINTED = 20;
  private static final int UNHINTED_MIN = 3;

  public static void main(String[] args) {
    Program.main(new BeliefTrial(), args);
  }

  @Override
  public String promise() {
    return "MCP belief";
  }

  /** Changes. */
  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    int unhinted = Math.max(UNHINTED_MIN, n / UNHINTED);
    stage
        .set("registry.belief_ms", Integer.toString(BELIEF_MS))
        .set("registry.belief_ask_ms", Integer.toString(ASK_MS))
        .set("registry.deadline_ms", Integer.toString(DEADLINE_MS))
        .set("registry.near_cache_ms", Integer.toString(NEAR_CACHE_MS));
    try {
      stage.settle();
      new BeliefCourse(stage, SESSIONS, HOLD_MS, n - unhinted, random, findings).run("with hints");
      stage.set("bus.drop_all", "true").settle();
      new BeliefCourse(stage, 1, HOLD_MS, unhinted, random, findings).run("without hints");
    } finally {
      stage.unset("bus.drop_all");
      stage.unset("registry.belief_ms");
      stage.unset("registry.belief_ask_ms");
      stage.unset("registry.deadline_ms");
      stage.set("registry.near_cache_ms", Integer.toString(stage.nearCacheMs()));
    }
  }
}
