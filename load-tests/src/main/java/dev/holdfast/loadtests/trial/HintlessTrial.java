package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;

/**
 * P18: without any hint an event of a watched session still arrives within 2 s. The bus between
 * pods drops everything; every session is watched on each of them, so that of three watchers two
 * are not where its tasks run. The time of an event is that of its transaction.
 */
public final class HintlessTrial implements Trial {
  private static final int SESSIONS = 30;
  private static final int STEPS = 20;
  private static final TaskWork.Demo TASK = new TaskWork.Demo(STEPS, 100, 1, 0);
  private static final TaskWork.Demo FIRST = new TaskWork.Demo(1, 1, 1, 0);
  private static final double BOUND_MS = 2_000;

  public static void main(String[] args) {
    Program.main(new HintlessTrial(), args);
  }

  @Override
  public String promise() {
    return "P18";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    stage.set("bus.drop_all", "true").settle();
    try {
      unhinted(stage, n, random, findings);
    } finally {
      stage.unset("bus.drop_all");
    }
  }

  private static void unhinted(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "hintless", random);
    try (Audience audience = new Audience(stage, work, findings)) {
      for (int i = 0; i < SESSIONS; i++) {
        work.submit(session(i), FIRST);
        watch(stage.pods(), audience, i);
      }
      audience.begin();
      work.awaitEnd(findings);
      audience.awaitEnd();
      audience.slowestMs(); // what came before they watched does not count
      int tasks = n / (STEPS + 3) + 1;
      Crowd.each(tasks, SESSIONS, i -> work.submit(session(i), TASK));
      work.awaitEnd(findings);
      audience.awaitEnd();
      double slowest = audience.slowestMs();
      findings.max("ms until an event came", slowest);
      if (slowest > BOUND_MS) {
        findings.late("an event came after " + slowest + " ms");
      }
      findings.remark("delivered", audience.told());
    }
    work.judge(false, findings);
    findings.tried(
        stage
            .postgres()
            .number(
                "SELECT sum(l.last_seq) FROM session_log l JOIN session s"
                    + " ON s.session_no = l.session_no WHERE s.principal = ?",
                work.principal()));
  }

  private static void watch(List<Pod> pods, Audience audience, int i) {
    for (int place = 0; place < pods.size(); place++) {
      Pod pod = pods.get(place);
      Course staying = last -> new Course.Leg(pod, last, Long.MAX_VALUE);
      if ((i + place) % 2 == 0) {
        audience.bySocket(session(i), staying);
      } else {
        audience.byStream(session(i), staying);
      }
    }
  }

  private static String session(int number) {
    return "hintless-" + number % SESSIONS;
  }
}
