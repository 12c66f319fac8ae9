package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Random;

/**
 * P10: the tasks of a session run in the order in which they were submitted, also across retries.
 * Ten tasks for each session, every third of which may be tried again; pods are killed meanwhile.
 */
public final class OrderTrial implements Trial {
  private static final int TASKS_A_SESSION = 10;
  private static final int TASKS_A_KILL = 1_000;
  private static final int AT_ONCE = 32;
  private static final int ATTEMPTS_MAX = 50;

  public static void main(String[] args) {
    Program.main(new OrderTrial(), args);
  }

  @Override
  public String promise() {
    return "P10";
  }

  @Override
  public int wanted() {
    return 100_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "order", random);
    int sessions = Math.max(1, n / TASKS_A_SESSION);
    Reaper reaper = new Reaper(stage, random, Math.max(1, n / TASKS_A_KILL), sessions);
    int[] intervals = random.ints((long) sessions * TASKS_A_SESSION, 0, 30).toArray();
    reaper.during(
        findings,
        () -> {
          Crowd.each(
              sessions,
              AT_ONCE,
              session -> {
                reaper.pace(session);
                for (int i = 0; i < TASKS_A_SESSION; i++) {
                  int interval = intervals[session * TASKS_A_SESSION + i];
                  int attempts = i % 3 == 0 ? ATTEMPTS_MAX : 1;
                  work.submit("order-" + session, new TaskWork.Demo(2, interval, attempts, 0));
                }
              });
          return true;
        });
    stage.heal();
    work.awaitEnd(findings);
    work.judge(true, findings);
    findings.remark("sessions", Integer.toString(sessions));
    findings.remark(
        "attempts given up",
        Long.toString(
            stage
                .postgres()
                .number(
                    "SELECT count(*) FROM attempt a JOIN task t ON t.task_no = a.task_no"
                        + " WHERE t.principal = ? AND a.outcome = 'worker_lost'",
                    work.principal())));
    findings.tried(work.size());
  }
}
