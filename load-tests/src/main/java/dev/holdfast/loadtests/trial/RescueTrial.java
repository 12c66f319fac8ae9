package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;

/**
 * P12: an orphan is rescued within 15 s. In each round one pod is ended by {@code SIGKILL} and
 * another frozen by {@code SIGSTOP}; the time is from just before to the begin of the last of their
 * tasks on the third, by the clock of Postgres. The longest counts, not the mean.
 */
public final class RescueTrial implements Trial {
  private static final double BOUND_MS = 15_000;
  private static final int TASKS = 24;
  private static final int LOOK_EVERY_MS = 200;
  private static final int LOOKS_MAX = 300;
  private static final TaskWork.Demo LONG = new TaskWork.Demo(1_000_000, 500, 100, 0);

  /** How a pod is harmed. */
  private enum Harm {
    SIGKILL,
    SIGSTOP
  }

  public static void main(String[] args) {
    Program.main(new RescueTrial(), args);
  }

  @Override
  public String promise() {
    return "P12";
  }

  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    SteadyPods.await(stage);
    for (int harmed = 0; harmed < n; harmed += 2) {
      round(stage, random, findings);
    }
  }

  private static void round(Stage stage, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "rescue", random);
    Crowd.each(TASKS, TASKS, i -> work.submit("rescue-" + i, LONG));
    while (work.atWork() < TASKS) {
      Blocking.pause(LOOK_EVERY_MS);
    }
    List<Pod> steady =
        stage.pods().stream().filter(pod -> SteadyPods.isSteady(stage, pod)).toList();
    Pod judge = steady.get(random.nextInt(steady.size()));
    List<Pod> victims = stage.pods().stream().filter(pod -> pod != judge).toList();
    int first = random.nextInt(victims.size());
    Pod killed = victims.get(first);
    Pod stopped = victims.get(1 - first);
    String before = now(stage);
    killed.kill();
    stopped.freeze();
    long orphans = work.atWork(killed) + work.atWork(stopped);
    measure(stage, work, killed, Harm.SIGKILL, before, findings);
    measure(stage, work, stopped, Harm.SIGSTOP, before, findings);
    for (long i = 0; i < orphans; i++) {
      findings.count("orphans");
    }
    stopped.thaw();
    killed.start();
    work.cancelAll();
    work.awaitEnd(findings);
    work.judge(false, findings);
    findings.tried(2);
  }

  /** Waits for the next attempt of each task that the pod had, and notes how late the last came. */
  private static void measure(
      Stage stage, TaskWork work, Pod pod, Harm harm, String before, Findings findings) {
    for (int left = LOOKS_MAX; left > 0 && work.atWork(pod) > 0; left--) {
      Blocking.pause(LOOK_EVERY_MS);
    }
    String sql =
        """
        SELECT count(*), count(again.started_at),
          coalesce(max(extract(epoch FROM again.started_at - ?::timestamptz) * 1000), 0)
        FROM attempt a JOIN task t ON t.task_no = a.task_no
        LEFT JOIN LATERAL (
          SELECT min(b.started_at) AS started_at FROM attempt b
          WHERE b.task_no = a.task_no AND b.lease_token > a.lease_token) again ON true
        WHERE t.principal = ? AND a.pod = ? AND a.ended_at > ?::timestamptz
        """;
    List<String> row = List.of();
    for (int left = LOOKS_MAX; left > 0; left--) {
      row = stage.postgres().rows(sql, before, work.principal(), pod.name(), before).getFirst();
      if (row.get(0).equals(row.get(1))) {
        break;
      }
      Blocking.pause(LOOK_EVERY_MS);
    }
    findings.check(row.get(0).equals(row.get(1)), "orphans without another attempt: " + row);
    double ms = Double.parseDouble(row.get(2));
    findings.max("ms to the rescue after " + harm, ms);
    if (ms > BOUND_MS) {
      findings.late("rescued " + ms + " ms after " + harm);
    }
  }

  private static String now(Stage stage) {
    return stage.postgres().rows("SELECT clock_timestamp()::text").getFirst().getFirst();
  }
}
