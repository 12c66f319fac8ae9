package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * P21: a slow reader costs at most 1 MiB and nobody else. Of n watchers on one pod, half by
 * WebSocket and half by server-sent events, a tenth stops to read: for good, but for a byte now and
 * then, or for a while. Windows without them and with them take turns; the others lose nothing and
 * their p99, from the transaction of an event to its arrival, stays as it was; the pod ends those
 * that do not read, as its documents say, and they can go on where they were.
 */
public final class StallTrial implements Trial {
  private static final int LARGE = 1_000;
  private static final int ROUNDS = 3;
  private static final int SLOW_MS = 25_000;
  private static final int SLOW_MS_SMALL = 10_000;
  private static final int HEAP_MEGABYTES = 768;

  public static void main(String[] args) {
    Program.main(new StallTrial(), args);
  }

  @Override
  public String promise() {
    return "P21";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    Pod pod = stage.pods().getFirst();
    int slowMs = n < LARGE ? SLOW_MS_SMALL : SLOW_MS;
    stage
        .heapMegabytes(n < LARGE ? Stage.HEAP_MEGABYTES : HEAP_MEGABYTES)
        .set("gateway.slow_consumer_ms", Integer.toString(slowMs));
    pod.terminate();
    pod.start();
    try {
      stall(stage, pod, new StallCourse.Size(n, n / 10, slowMs), random, findings);
    } finally {
      stage.heapMegabytes(Stage.HEAP_MEGABYTES).unset("gateway.slow_consumer_ms");
    }
  }

  private static void stall(
      Stage stage, Pod pod, StallCourse.Size size, Random random, Findings findings)
      throws InterruptedException {
    long pid = pod.process().pid();
    List<StallJudge.Window> without = new ArrayList<>();
    List<StallJudge.Window> with = new ArrayList<>();
    try (StallCourse course = new StallCourse(stage, pod, size, random, findings)) {
      course.window(); // warms up
      for (int round = 0; round < (size.watchers() < LARGE ? 1 : ROUNDS); round++) {
        without.add(course.window());
        with.add(course.windowWithStalled());
      }
      course.judgeOrder();
    }
    StallJudge.judge(without, with, size.stalled(), findings);
    findings.check(pod.alive() && pod.process().pid() == pid, "the pod did not live");
    findings.check(!pod.process().log().contains("OutOfMemoryError"), "memory ran out");
    findings.tried(size.watchers());
  }
}
