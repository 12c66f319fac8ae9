package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;

/**
 * P9: a session has at most one accepted writer. Two of three pods are frozen in the middle of
 * their tasks until all of these are at work on the third; then they wake, and every attempt they
 * hold goes on writing, as a zombie.
 */
public final class ZombieTrial implements Trial {
  private static final int TASKS_A_ROUND = 180;
  private static final int AT_ONCE = 16;
  private static final int LOOK_EVERY_MS = 200;
  private static final int LOOKS_MAX = 400;
  private static final TaskWork.Demo LONG = new TaskWork.Demo(100_000, 300, 100, 0);

  public static void main(String[] args) {
    Program.main(new ZombieTrial(), args);
  }

  @Override
  public String promise() {
    return "P9";
  }

  @Override
  public int wanted() {
    return 3_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    stage.set("tasks.concurrency_max", "400").settle(); // one pod must be able to take all
    try {
      for (int zombies = 0; zombies < n; ) {
        zombies += round(stage, Math.min(TASKS_A_ROUND, 3 * n), random, findings);
      }
    } finally {
      stage.unset("tasks.concurrency_max");
    }
  }

  /** How many attempts woke as zombies. */
  private static int round(Stage stage, int tasks, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "zombie", random);
    Crowd.each(tasks, AT_ONCE, i -> work.submit("zombie-" + i, LONG));
    look(() -> work.atWork() == tasks, "not all tasks began", findings);
    SteadyPods.await(stage);
    List<Pod> pods = stage.pods();
    int spared = random.nextInt(pods.size());
    List<Pod> frozen = pods.stream().filter(pod -> pod != pods.get(spared)).toList();
    frozen.forEach(Pod::freeze);
    long zombies = frozen.stream().mapToLong(pod -> work.atWork(pod)).sum();
    look(
        () -> frozen.stream().allMatch(pod -> work.atWork(pod) == 0),
        "frozen pods keep their tasks",
        findings);
    look(() -> work.atWork() == tasks, "not all tasks began again", findings);
    frozen.forEach(Pod::thaw);
    look(
        () -> frozen.stream().allMatch(pod -> SteadyPods.alive(stage, pod)),
        "a pod that woke did not come back",
        findings);
    work.cancelAll();
    work.awaitEnd(findings);
    work.judge(false, findings);
    findings.tried(zombies);
    findings.count("rounds");
    return (int) Math.max(1, zombies);
  }

  /** A look at the store. */
  private interface Look {
    boolean holds();
  }

  private static void look(Look look, String otherwise, Findings findings) {
    for (int left = LOOKS_MAX; left > 0; left--) {
      if (look.holds()) {
        return;
      }
      Blocking.pause(LOOK_EVERY_MS);
    }
    findings.violation(otherwise);
  }
}
