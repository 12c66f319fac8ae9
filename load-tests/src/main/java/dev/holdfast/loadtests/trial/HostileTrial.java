package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.hostile.Attack;
import dev.holdfast.loadtests.hostile.Attacker;
import dev.holdfast.loadtests.hostile.Attacks;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * P24: hostile input is bounded. One pod with 256 MB of memory is attacked in every way there is,
 * each so many times; each attack is answered as the documents say, the pod lives, and watchers and
 * callers that behave see nothing of it.
 */
public final class HostileTrial implements Trial {
  private static final int AT_ONCE = 32;
  private static final int PATIENCE_MS = 30_000;
  private static final int ASK_EVERY_MS = 20;
  private static final int SESSIONS = 4;
  private static final TaskWork.Demo TASK = new TaskWork.Demo(100_000, 50, 1, 0);

  public static void main(String[] args) {
    Program.main(new HostileTrial(), args);
  }

  @Override
  public String promise() {
    return "P24";
  }

  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    stage.heapMegabytes(256).set("gateway.request_ms", "2000").settle();
    try {
      attack(stage, n, random, findings);
    } finally {
      stage.heapMegabytes(Stage.HEAP_MEGABYTES).unset("gateway.request_ms");
    }
  }

  private static void attack(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "hostile", random);
    Pod pod = stage.pods().getFirst();
    long pid = pod.process().pid();
    int port = pod.uri().getPort();
    Attacker attacker = new Attacker(port, work.token(), PATIENCE_MS);
    List<Attack> attacks = new Attacks("127.0.0.1:" + port, work.token()).all();
    AtomicInteger asked = new AtomicInteger();
    try (Audience audience = new Audience(stage, work, findings)) {
      for (int i = 0; i < SESSIONS; i++) {
        String session = "hostile-" + i;
        work.submit(session, TASK);
        audience.bySocket(session, last -> new Course.Leg(pod, last, Long.MAX_VALUE));
        audience.byStream(session, last -> new Course.Leg(pod, last, Long.MAX_VALUE));
      }
      audience.begin();
      Crowd.during(
          ASK_EVERY_MS,
          () -> ask(stage, pod, work, asked, findings),
          () -> {
            Crowd.each(
                n * attacks.size(),
                AT_ONCE,
                i -> carryOut(attacker, attacks.get(i % attacks.size()), findings));
            return true;
          });
      findings.check(audience.connections() == 2 * SESSIONS, "a watcher had to come back");
      findings.check(pod.alive() && pod.process().pid() == pid, "the pod did not live");
      findings.check(!pod.process().log().contains("OutOfMemoryError"), "memory ran out");
      work.cancelAll();
      work.awaitEnd(findings);
      audience.awaitEnd();
      findings.max("ms from an event to its watcher", audience.slowestMs());
    }
    findings.remark("attacks", Integer.toString(n * attacks.size()));
    findings.remark("requests beside them", Integer.toString(asked.get()));
    findings.tried(n);
  }

  private static void ask(
      Stage stage, Pod pod, TaskWork work, AtomicInteger asked, Findings findings) {
    long began = System.nanoTime();
    Caller.Answer answer =
        stage.caller().call(pod, Caller.Ask.get(work.token(), "/api/sessions/hostile-0"));
    findings.check(answer.ok(), "beside the attacks was answered " + answer);
    findings.max("ms of a request beside them", (System.nanoTime() - began) / 1e6);
    asked.incrementAndGet();
  }

  private static void carryOut(Attacker attacker, Attack attack, Findings findings) {
    try {
      int answer = attacker.carryOut(attack);
      findings.check(
          attack.halfway() || attack.answers().contains(answer),
          attack.name() + " was answered " + answer + " instead of " + attack.answers());
    } catch (IOException e) {
      findings.violation(attack.name() + " got no answer: " + e);
    }
  }
}
