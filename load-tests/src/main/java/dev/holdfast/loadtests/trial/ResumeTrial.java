package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * P17: who is broken off goes on without a gap and without a duplicate. Watchers of sessions that
 * write all the time, by WebSocket, by server-sent events and by long-poll, are broken off after a
 * random number of bytes and go on at another pod; one in ten goes back to a random earlier
 * position. Pods are killed meanwhile. Every number comes once and in order, and under one number
 * all of them are told the same.
 */
public final class ResumeTrial implements Trial {
  private static final int SESSIONS = 40;
  private static final TaskWork.Demo TASK = new TaskWork.Demo(400, 5, 20, 0);
  private static final int BREAKS_A_KILL = 1_000;
  private static final int LOOK_EVERY_MS = 50;
  private static final int BYTES_MAX = 20_000;
  private static final int BACK_EVERY = 10;

  public static void main(String[] args) {
    Program.main(new ResumeTrial(), args);
  }

  @Override
  public String promise() {
    return "P17";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "resume", random);
    AtomicInteger breaks = new AtomicInteger();
    Reaper reaper = new Reaper(stage, random, n / BREAKS_A_KILL, n);
    try (Audience audience = new Audience(stage, work, findings)) {
      for (int i = 0; i < SESSIONS; i++) {
        work.submit(session(i), TASK);
        audience.bySocket(session(i), course(stage, new Random(random.nextLong()), breaks, n));
        audience.byStream(session(i), course(stage, new Random(random.nextLong()), breaks, n));
        audience.byPoll(session(i), course(stage, new Random(random.nextLong()), breaks, n));
      }
      audience.begin();
      reaper.during(findings, () -> write(work, breaks, n, reaper));
      stage.heal();
      work.awaitEnd(findings);
      audience.awaitEnd();
      findings.remark("delivered", audience.told());
    }
    work.judge(false, findings);
    findings.tried(breaks.get());
  }

  private static String session(long number) {
    return "resume-" + number % SESSIONS;
  }

  private static Course course(Stage stage, Random choice, AtomicInteger breaks, int n) {
    return last -> {
      List<Pod> pods = stage.pods();
      Pod pod = pods.get(choice.nextInt(pods.size()));
      if (breaks.getAndUpdate(done -> Math.min(done + 1, n)) == n) {
        return new Course.Leg(pod, last, Long.MAX_VALUE);
      }
      long after = choice.nextInt(BACK_EVERY) == 0 ? choice.nextLong(last + 1) : last;
      return new Course.Leg(pod, after, 1 + choice.nextInt(BYTES_MAX));
    };
  }

  /** Keeps every session at work until all breaks are done. */
  private static boolean write(TaskWork work, AtomicInteger breaks, int n, Reaper reaper) {
    long submitted = SESSIONS;
    while (breaks.get() < n) {
      reaper.pace(breaks.get());
      if (work.unfinished() < SESSIONS) {
        work.submit(session(submitted++), TASK);
      } else {
        Blocking.pause(LOOK_EVERY_MS);
      }
    }
    return true;
  }
}
