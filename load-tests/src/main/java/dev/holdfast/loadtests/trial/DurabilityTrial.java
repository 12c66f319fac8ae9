package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Client;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * P3: no id that was returned is ever lost. Sessions and tasks are made while a pod, Postgres or
 * both are ended by {@code SIGKILL}; after the restart everything that was answered is read again.
 */
public final class DurabilityTrial implements Trial {
  private static final int ROUND = 500;
  private static final int AT_ONCE = 24;
  private static final int TASK_EVERY = 10;
  private static final int BREATH_MS = 20;

  /** What was answered; {@code task} is empty where none was asked for. */
  private record Told(String transport, String session, String task) {}

  public static void main(String[] args) {
    Program.main(new DurabilityTrial(), args);
  }

  @Override
  public String promise() {
    return "P3";
  }

  @Override
  public int wanted() {
    return 5_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String token = stage.token("acme", "durable-" + Long.toHexString(random.nextLong()), "session");
    List<Told> all = new ArrayList<>();
    for (int round = 0; all.size() < n; round++) {
      List<Told> told =
          round(stage, token, round, Math.min(ROUND, n - all.size()), random, findings);
      stage.heal();
      reread(stage, token, told, findings);
      all.addAll(told);
    }
    reread(stage, token, all, findings);
    findings.tried(all.size());
  }

  /** Goes on until so many creates were answered; the crash comes somewhere in the middle. */
  private static List<Told> round(
      Stage stage, String token, int round, int n, Random random, Findings findings)
      throws InterruptedException {
    int crashAfter = n / 4 + random.nextInt(Math.max(1, n / 2));
    int kind = random.nextInt(3);
    Pod victim = stage.pods().get(random.nextInt(stage.pods().size()));
    Queue<Told> told = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean crashed = new AtomicBoolean();
    Crowd.each(
        AT_ONCE,
        AT_ONCE,
        caller -> {
          while (told.size() < n) {
            int number = next.getAndIncrement();
            make(stage, token, round + "-" + number, number, told);
            if (told.size() >= crashAfter && crashed.compareAndSet(false, true)) {
              crash(stage, victim, kind, findings);
            }
          }
        });
    return List.copyOf(told);
  }

  private static void make(
      Stage stage, String token, String transport, int number, Queue<Told> told) {
    List<Pod> pods = stage.pods();
    Pod pod = pods.get(number % pods.size());
    Caller.Answer made = stage.caller().call(pod, Caller.Ask.session(token, transport));
    if (!made.ok()) {
      Blocking.pause(BREATH_MS);
      return;
    }
    String session = made.text("session_id");
    String task = "";
    if (number % TASK_EVERY == 0) {
      String body = Client.demo(1, 1).put("session_id", session).encode();
      Caller.Answer submitted =
          stage.caller().call(pod, Caller.Ask.post(token, "/api/tasks", body));
      task = submitted.ok() ? submitted.text("task_id") : "";
    }
    told.add(new Told(transport, session, task));
  }

  private static void crash(Stage stage, Pod victim, int kind, Findings findings) {
    if (kind != 0) {
      findings.count("Postgres killed");
      stage.postgres().crash();
    }
    if (kind != 1) {
      findings.count("pods killed");
      victim.kill();
    }
    if (kind != 0) {
      stage.restartPostgres();
    }
  }

  private static void reread(Stage stage, String token, List<Told> told, Findings findings)
      throws InterruptedException {
    List<Pod> pods = stage.pods();
    Crowd.each(
        told.size(),
        AT_ONCE,
        i -> {
          Told each = told.get(i);
          Pod pod = pods.get(i % pods.size());
          expect(stage, pod, Caller.Ask.session(token, each.transport()), each, findings);
          String session = "/api/sessions/" + each.session();
          expect(stage, pod, Caller.Ask.get(token, session), each, findings);
          if (!each.task().isEmpty()) {
            findings.count("tasks read");
            expect(stage, pod, Caller.Ask.get(token, "/api/tasks/" + each.task()), each, findings);
          }
        });
  }

  private static void expect(Stage stage, Pod pod, Caller.Ask ask, Told told, Findings findings) {
    Caller.Answer answer = Patient.call(stage, pod, ask);
    findings.check(
        answer.status() == 200 && answer.text("session_id").equals(told.session()),
        told + " lost: " + ask.path() + " answered " + answer);
  }
}
