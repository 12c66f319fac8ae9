package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.history.TaskLog;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * P13: recorded effects exactly once; execution at most once by default, at least once where the
 * task may be tried again. Connections to Postgres are cut and ended in the middle of commits and
 * pods are killed. Every step that the log records counts as an effect, and so does every line that
 * a program of a task wrote to a file outside.
 */
public final class EffectTrial implements Trial {
  private static final int STEPS = 8;
  private static final int EFFECTS_A_PAIR = 2 * STEPS + 2;
  private static final int AT_ONCE = 24;
  private static final int PAIRS_A_SESSION = 4;
  private static final int AGAIN = 50;
  private static final int KILLS_A_HUNDRED = 12;

  public static void main(String[] args) {
    Program.main(new EffectTrial(), args);
  }

  @Override
  public String promise() {
    return "P13";
  }

  @Override
  public int wanted() {
    return 30_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    try (Outside outside = Outside.open(stage)) {
      run(stage, n, random, findings, outside);
    }
  }

  private static void run(Stage stage, int n, Random random, Findings findings, Outside outside)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "effect", random);
    Map<String, Integer> attemptsOf = new ConcurrentHashMap<>();
    int pairs = Math.ceilDiv(n, EFFECTS_A_PAIR);
    Random harm = new Random(random.nextLong());
    Crowd.during(
        150,
        () -> harm(stage, harm, findings),
        () -> {
          Crowd.each(
              pairs,
              AT_ONCE,
              pair -> {
                String session = "effect-" + pair / PAIRS_A_SESSION;
                for (int attempts : List.of(1, AGAIN)) {
                  attemptsOf.put(
                      work.submit(session, new TaskWork.Demo(STEPS, 5, attempts, 0)), attempts);
                  attemptsOf.put(work.submit(session, Outside.task(session, attempts)), attempts);
                }
              });
          return true;
        });
    stage.heal();
    work.awaitEnd(findings);
    judge(stage, work, attemptsOf, outside.lines(), findings);
  }

  private static void judge(
      Stage stage,
      TaskWork work,
      Map<String, Integer> attemptsOf,
      Map<String, Integer> lines,
      Findings findings) {
    List<TaskLog> logs = work.judge(false, findings);
    Map<String, String> ends = new HashMap<>();
    stage
        .postgres()
        .each(
            "SELECT task_id, status FROM task WHERE principal = ?",
            row -> ends.put(row.getString(1), row.getString(2)),
            work.principal());
    attemptsOf.forEach((task, attempts) -> {
      int starts = logs.stream().mapToInt(log -> log.starts(task)).sum();
      int effects = lines.getOrDefault(task, 0);
      boolean completed = "completed".equals(ends.get(task));
      if (attempts == 1) {
        findings.check(starts <= 1, task + " may run once and began " + starts + " times");
        findings.check(effects <= 1, task + " may run once and left " + effects + " lines");
      } else {
        findings.check(completed, task + " may be tried again and ended " + ends.get(task));
      }
      findings.check(effects <= starts, task + " left more lines than it had attempts");
    });
    long steps =
        stage
            .postgres()
            .number(
                "SELECT count(*) FROM session_event e JOIN session s ON s.session_no = e.session_no"
                    + " WHERE s.principal = ? AND e.type = 'task.progress'",
                work.principal());
    findings.remark("steps recorded", Long.toString(steps));
    findings.remark(
        "lines outside", Integer.toString(lines.values().stream().mapToInt(i -> i).sum()));
    findings.remark(
        "lost by default", Long.toString(ends.values().stream().filter("failed"::equals).count()));
    findings.tried((long) attemptsOf.size() / 4 * EFFECTS_A_PAIR);
  }

  /** Cuts a pod off, ends its connections inside Postgres, or kills it. */
  private static void harm(Stage stage, Random choice, Findings findings) {
    Pod victim = stage.pods().get(choice.nextInt(stage.pods().size()));
    if (choice.nextInt(100) < KILLS_A_HUNDRED) {
      findings.count("pods killed");
      victim.kill();
      victim.start();
    } else if (choice.nextBoolean()) {
      findings.count("connections cut");
      victim.postgres().set(Gate.Mode.CUT);
      Blocking.pause(choice.nextInt(100));
      victim.postgres().set(Gate.Mode.OPEN);
    } else {
      findings.count("backends ended");
      stage
          .postgres()
          .rows(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client"
                  + " backend' ORDER BY random() LIMIT 2");
    }
  }
}
