package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/**
 * P11: an accepted task reaches exactly one terminal state. Tasks that complete, fail, are
 * cancelled, time out and are tried again, while pods are killed.
 */
public final class TerminalTrial implements Trial {
  private static final int TASKS_A_SESSION = 5;
  private static final int TASKS_A_KILL = 500;
  private static final int AT_ONCE = 32;

  /** What is done to a task. */
  private enum Fate {
    COMPLETES,
    FAILS,
    IS_CANCELLED,
    TIMES_OUT,
    IS_TRIED_AGAIN
  }

  public static void main(String[] args) {
    Program.main(new TerminalTrial(), args);
  }

  @Override
  public String promise() {
    return "P11";
  }

  @Override
  public int wanted() {
    return 100_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "terminal", random);
    Reaper reaper = new Reaper(stage, random, Math.max(1, n / TASKS_A_KILL), n);
    Fate[] fates = new Fate[n];
    for (int i = 0; i < n; i++) {
      fates[i] = Fate.values()[random.nextInt(Fate.values().length)];
    }
    reaper.during(
        findings,
        () -> {
          Crowd.each(
              n,
              AT_ONCE,
              i -> {
                reaper.pace(i);
                live(stage, work, "terminal-" + i / TASKS_A_SESSION, fates[i]);
              });
          return true;
        });
    stage.heal();
    work.awaitEnd(findings);
    work.judge(false, findings);
    stage
        .postgres()
        .rows(
            "SELECT termination_reason, count(*) FROM task WHERE principal = ? GROUP BY 1",
            work.principal())
        .forEach(row -> findings.remark(row.getFirst(), row.getLast()));
    findings.tried(work.size());
  }

  private static void live(Stage stage, TaskWork work, String session, Fate fate) {
    switch (fate) {
      case COMPLETES -> work.submit(session, new TaskWork.Demo(2, 5, 1, 0));
      case FAILS -> work.submit(session, new TaskWork.Demo(3, 5, 1, 2));
      case IS_TRIED_AGAIN -> work.submit(session, new TaskWork.Demo(3, 10, 3, 0));
      case TIMES_OUT -> {
        JsonObject body = new TaskWork.Demo(100, 100, 1, 0).body(session);
        work.submit(session, body.put("timeouts", new JsonObject().put("run_ms", 200)));
      }
      case IS_CANCELLED -> {
        String task = work.submit(session, new TaskWork.Demo(20, 10, 1, 0));
        Patient.call(
            stage,
            stage.pods().get(Math.floorMod(task.hashCode(), stage.pods().size())),
            Caller.Ask.post(work.token(), "/api/tasks/" + task + "/cancel", "{}"));
      }
    }
  }
}
