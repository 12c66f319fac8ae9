package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * P20: after {@code SIGTERM} no attempt is charged and clients are back soon. A thousand WebSockets
 * over three pods; a pod at work is stopped in order; its clients go elsewhere as they were told;
 * the tasks it ran, none of which may be tried again, go on on other pods.
 */
public final class DrainTrial implements Trial {
  private static final int CONNECTIONS = 1_000;
  private static final int CONNECTIONS_A_DRAIN = 200;
  private static final int TASKS = 30;
  private static final double BOUND_MS = 5_000;
  private static final int LOOK_EVERY_MS = 100;
  private static final TaskWork.Demo TASK = new TaskWork.Demo(30, 100, 1, 0);

  public static void main(String[] args) {
    Program.main(new DrainTrial(), args);
  }

  @Override
  public String promise() {
    return "P20";
  }

  @Override
  public int wanted() {
    return 100;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "drain", random);
    List<Double> away = new ArrayList<>();
    int connections = Math.min(CONNECTIONS, n * CONNECTIONS_A_DRAIN);
    try (Returning clients = Returning.open(stage, work.token(), connections)) {
      for (int drain = 0; drain < n; drain++) {
        away.addAll(drain(stage, work, drain, clients, random, findings));
        findings.tried(1);
      }
    }
    work.awaitEnd(findings);
    work.judge(false, findings);
    charged(stage, work, findings);
    away.sort(Double::compare);
    double p99 = away.get((int) Math.ceil(away.size() * 0.99) - 1);
    findings.remark("clients that moved", Integer.toString(away.size()));
    findings.remark("connections", Integer.toString(connections));
    findings.max("ms until a client was back", away.getLast());
    findings.max("ms until a client was back, p99", p99);
    if (p99 > BOUND_MS) {
      findings.late("p99 of clients back: " + p99 + " ms");
    }
  }

  private static List<Double> drain(
      Stage stage, TaskWork work, int drain, Returning clients, Random random, Findings findings)
      throws InterruptedException {
    Crowd.each(TASKS, TASKS, i -> work.submit("drain-" + drain + "-" + i, TASK));
    Pod victim = stage.pods().get(random.nextInt(stage.pods().size()));
    int exit = victim.terminate();
    findings.check(exit == 0, victim.name() + " ended with " + exit);
    while (!clients.allBack()) {
      Blocking.pause(LOOK_EVERY_MS);
    }
    victim.start();
    clients.spread();
    return clients.times();
  }

  private static void charged(Stage stage, TaskWork work, Findings findings) {
    List<String> row =
        stage
            .postgres()
            .rows(
                """
                SELECT count(*) FILTER (WHERE t.status <> 'completed'),
                  count(*) FILTER (WHERE t.attempt <> 1),
                  (SELECT count(*) FROM attempt a JOIN task b ON b.task_no = a.task_no
                    WHERE b.principal = t.principal AND a.outcome = 'drained')
                FROM task t WHERE t.principal = ? GROUP BY t.principal
                """,
                work.principal())
            .getFirst();
    findings.check(row.get(0).equals("0"), row.get(0) + " tasks were not completed");
    findings.check(row.get(1).equals("0"), row.get(1) + " attempts were charged");
    findings.remark("attempts handed back", row.get(2));
  }
}
