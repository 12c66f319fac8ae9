package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * P15: a cancellation is durable and has one outcome. Each task is about to complete when another
 * pod is asked to cancel it. Then pods that send each other no hints at all cancel what another one
 * runs, which must notice within 5 s.
 */
public final class CancelTrial implements Trial {
  private static final int AT_ONCE = 24;
  private static final int SESSIONS = 200;
  private static final int RUN_MS_MAX = 40;
  private static final int CANCEL_AFTER_MS_MAX = 80;
  private static final double BOUND_MS = 5_000;
  private static final int UNHINTED_EVERY = 50;

  public static void main(String[] args) {
    Program.main(new CancelTrial(), args);
  }

  @Override
  public String promise() {
    return "P15";
  }

  @Override
  public int wanted() {
    return 5_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    races(stage, n, random, findings);
    stage.set("bus.drop_all", "true").settle();
    try {
      unhinted(stage, Math.max(6, n / UNHINTED_EVERY), random, findings);
    } finally {
      stage.unset("bus.drop_all");
    }
  }

  private static void races(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "cancel", random);
    int[] runMs = random.ints(n, 0, RUN_MS_MAX).toArray();
    int[] cancelMs = random.ints(n, 0, CANCEL_AFTER_MS_MAX).toArray();
    Map<String, Caller.Answer> answers = new ConcurrentHashMap<>();
    Crowd.each(
        n,
        AT_ONCE,
        i -> {
          String task = work.submit("cancel-" + i % SESSIONS, new TaskWork.Demo(1, runMs[i], 3, 0));
          Blocking.pause(cancelMs[i]);
          Pod pod = stage.pods().get(i % stage.pods().size());
          answers.put(task, Patient.call(stage, pod, cancel(work, task)));
        });
    work.awaitEnd(findings);
    work.judge(false, findings);
    Map<String, String> ends = new ConcurrentHashMap<>();
    stage
        .postgres()
        .each(
            "SELECT task_id, status FROM task WHERE principal = ?",
            row -> ends.put(row.getString(1), row.getString(2)),
            work.principal());
    answers.forEach(
        (task, answer) -> judge(task, answer, ends.getOrDefault(task, "nowhere"), findings));
    findings.tried(answers.size());
  }

  /** What was answered must be what became of it. */
  private static void judge(String task, Caller.Answer answer, String end, Findings findings) {
    boolean holds =
        switch (answer.status()) {
          case 200 -> "cancelled".equals(end);
          case 202 -> List.of("cancelled", "completed").contains(end);
          case 409 -> "completed".equals(end);
          default -> false;
        };
    findings.check(holds, task + " was answered " + answer + " and ended " + end);
    findings.count("answered " + answer.status() + " and " + end);
  }

  private static void unhinted(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "unhinted", random);
    Crowd.each(
        n,
        AT_ONCE,
        i -> {
          String task = work.submit("unhinted-" + i, new TaskWork.Demo(100_000, 100, 1, 0));
          String runner = awaitRunner(stage, task);
          Pod other =
              stage.pods().stream()
                  .filter(pod -> !pod.name().equals(runner))
                  .findAny()
                  .orElseThrow();
          Caller.Answer answer = Patient.call(stage, other, cancel(work, task));
          findings.check(answer.status() == 202, "a running task's end was answered " + answer);
        });
    work.awaitEnd(findings);
    work.judge(false, findings);
    List<String> row =
        stage
            .postgres()
            .rows(
                "SELECT count(*) FILTER (WHERE status <> 'cancelled'),"
                    + " max(extract(epoch FROM finished_at - cancel_requested_at) * 1000)"
                    + " FROM task WHERE principal = ?",
                work.principal())
            .getFirst();
    findings.check(row.getFirst().equals("0"), row.getFirst() + " were not cancelled");
    double ms = Double.parseDouble(row.getLast());
    findings.max("ms to the end without any hint", ms);
    findings.remark("cancelled without any hint", Integer.toString(n));
    if (ms > BOUND_MS) {
      findings.late("cancelled after " + ms + " ms without hints");
    }
  }

  private static String awaitRunner(Stage stage, String task) {
    while (true) {
      List<String> row =
          stage
              .postgres()
              .rows("SELECT status, coalesce(pod, '') FROM task WHERE task_id = ?", task)
              .getFirst();
      if (row.getFirst().equals("running")) {
        return row.getLast();
      }
      Blocking.pause(50);
    }
  }

  private static Caller.Ask cancel(TaskWork work, String task) {
    return Caller.Ask.post(work.token(), "/api/tasks/" + task + "/cancel", "{}");
  }
}
