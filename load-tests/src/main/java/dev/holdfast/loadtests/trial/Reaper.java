package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends one pod after the other by {@code SIGKILL} and starts it anew, beside a work of n parts. */
final class Reaper {
  private static final int IDLE_MS = 20;

  private final Stage stage;
  private final Random choice;
  private final int kills;
  private final int n;
  private final AtomicInteger killed = new AtomicInteger();

  /**
   * @param n parts of the work, over which the kills are spread
   */
  Reaper(Stage stage, Random random, int kills, int n) {
    this.stage = stage;
    this.choice = new Random(random.nextLong());
    this.kills = kills;
    this.n = n;
  }

  /** Does the work while pods are killed; each part begins with {@link #pace}. */
  void during(Findings findings, Crowd.Work<Boolean> work) throws InterruptedException {
    Crowd.during(0, this::killOne, work);
    for (int i = 0; i < killed.get(); i++) {
      findings.count("pods killed");
    }
  }

  /** Holds a part of the work back until its share of the kills was done. */
  void pace(int part) {
    while (killed.get() < (long) part * kills / n) {
      Blocking.pause(IDLE_MS);
    }
  }

  private void killOne() {
    if (killed.get() >= kills) {
      Blocking.pause(IDLE_MS);
      return;
    }
    List<Pod> pods = stage.pods();
    Pod victim = pods.get(choice.nextInt(pods.size()));
    victim.kill();
    killed.incrementAndGet();
    victim.start();
  }
}
