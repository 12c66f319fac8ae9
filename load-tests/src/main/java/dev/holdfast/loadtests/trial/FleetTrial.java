package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.fault.Fault;
import dev.holdfast.loadtests.fault.Harm;
import dev.holdfast.loadtests.history.TaskLog;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Everything at once: faults of every kind, one after the other and chosen at random, while tasks
 * run that may be begun once or again, sessions are looked up and made, and every session is
 * watched by both transports from pods chosen at random. Then the history of every client is
 * judged: nothing lost, duplicated, reordered, crossed, begun twice, or left without an end.
 */
public final class FleetTrial implements Trial {
  private static final int SESSIONS = 24;
  private static final int AT_WORK = 36;
  private static final int PROGRAM_EVERY = 6;
  private static final int AGAIN = 50;
  private static final int STEPS_MAX = 60;
  private static final int STEP_MS = 20;
  private static final int BYTES_MAX = 200_000;
  private static final int SILENCE_SECONDS = 4;
  private static final int HEARTBEAT_MS = 1_000;
  private static final int SLICE_MS = 500;
  private static final int LOOK_EVERY_MS = 50;
  private static final int CALM_MS_MAX = 3_000;
  private static final TaskWork.Demo FIRST = new TaskWork.Demo(1, 1, 1, 0);

  /** When it is enough. */
  interface Enough {
    boolean after(int faults);
  }

  /** What is looked at after each fault. */
  interface Aftermath {
    void after(Harm harm);
  }

  private final List<Fault> faults;
  private final boolean programs;
  private final Aftermath aftermath;

  /** With every kind of fault that needs no networks of its own. */
  public FleetTrial() {
    this(Fault.anywhere());
  }

  FleetTrial(List<Fault> faults) {
    this(faults, true, harm -> {});
  }

  /**
   * With these faults.
   *
   * @param programs whether tasks run programs that leave lines outside as well; the pods are
   *     started anew for them
   */
  FleetTrial(List<Fault> faults, boolean programs, Aftermath aftermath) {
    this.faults = List.copyOf(faults);
    this.programs = programs;
    this.aftermath = aftermath;
  }

  @Override
  public String promise() {
    return "all";
  }

  /** Faults; about five a minute. */
  @Override
  public int wanted() {
    return 150;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    run(stage, done -> done >= n, random, findings);
  }

  void run(Stage stage, Enough enough, Random random, Findings findings)
      throws InterruptedException {
    if (!programs) {
      run(stage, enough, random, Map::of, findings);
      return;
    }
    stage.set("gateway.heartbeat_ms", Integer.toString(HEARTBEAT_MS));
    try (Outside outside = Outside.open(stage)) {
      run(stage, enough, random, outside::lines, findings);
    } finally {
      stage.unset("gateway.heartbeat_ms");
    }
  }

  private void run(
      Stage stage,
      Enough enough,
      Random random,
      Supplier<Map<String, Integer>> lines,
      Findings findings)
      throws InterruptedException {
    TaskWork work = new TaskWork(stage, "fleet", random);
    SteadyLoad ids =
        new SteadyLoad(
            stage,
            "ids-" + Long.toHexString(random.nextLong()),
            new Random(random.nextLong()), // at work beside the faults, whose draws are their own
            findings);
    Map<String, Integer> attemptsOf = new ConcurrentHashMap<>();
    List<Harm> harms = new ArrayList<>();
    try (Audience audience = new Audience(stage, work, findings, SILENCE_SECONDS)) {
      open(stage, work, audience, random);
      audience.slowestMs();
      Random choice = new Random(random.nextLong());
      Crowd.during(
          0,
          () -> submit(work, attemptsOf, choice),
          () ->
              Crowd.during(
                  0, () -> lookUp(ids, findings), () -> strike(stage, enough, random, harms)));
      stage.heal();
      work.awaitEnd(findings);
      audience.awaitEnd();
      findings.max("ms from an event to a watcher", audience.slowestMs());
      findings.remark("watched", audience.told());
      findings.remark("connections", Long.toString(audience.connections()));
    }
    ids.checkAll();
    judge(stage, work, attemptsOf, lines.get(), findings);
    Rescues.judge(stage, work, harms, findings);
    harms.forEach(harm -> findings.count(harm.fault().word()));
    findings.remark("tasks", Integer.toString(work.size()));
    findings.tried(harms.size());
  }

  private static void open(Stage stage, TaskWork work, Audience audience, Random random) {
    for (int i = 0; i < SESSIONS; i++) {
      work.submit(session(i), FIRST);
      audience.bySocket(session(i), course(stage, new Random(random.nextLong())));
      audience.byStream(session(i), course(stage, new Random(random.nextLong())));
    }
    audience.begin();
  }

  private static Course course(Stage stage, Random choice) {
    return last -> {
      List<Pod> pods = stage.pods();
      return new Course.Leg(
          pods.get(choice.nextInt(pods.size())), last, 1 + choice.nextInt(BYTES_MAX));
    };
  }

  private boolean strike(Stage stage, Enough enough, Random random, List<Harm> harms) {
    while (!enough.after(harms.size())) {
      Blocking.pause(random.nextInt(CALM_MS_MAX));
      Harm harm = faults.get(random.nextInt(faults.size())).strike(stage, random);
      System.out.printf(
          "%s %s for %d ms%n", harm.fault().word(), harm.victim(), harm.untilMs() - harm.fromMs());
      harms.add(harm);
      aftermath.after(harm);
    }
    return true;
  }

  private void submit(TaskWork work, Map<String, Integer> attemptsOf, Random choice) {
    if (work.unfinished() >= AT_WORK) {
      Blocking.pause(LOOK_EVERY_MS);
      return;
    }
    String session = session(choice.nextInt(SESSIONS));
    int attempts = choice.nextBoolean() ? 1 : AGAIN;
    String task =
        programs && choice.nextInt(PROGRAM_EVERY) == 0
            ? work.submit(session, Outside.task(session, attempts))
            : work.submit(
                session, new TaskWork.Demo(1 + choice.nextInt(STEPS_MAX), STEP_MS, attempts, 0));
    attemptsOf.put(task, attempts);
  }

  private static void lookUp(SteadyLoad ids, Findings findings) {
    try {
      ids.run("ids", SLICE_MS, answer -> findings.count("look-ups refused or not answered"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void judge(
      Stage stage,
      TaskWork work,
      Map<String, Integer> attemptsOf,
      Map<String, Integer> lines,
      Findings findings) {
    List<TaskLog> logs = work.judge(false, findings);
    Map<String, Integer> handedBack = handedBack(stage, work);
    attemptsOf.forEach((task, attempts) -> {
      int starts = logs.stream().mapToInt(log -> log.starts(task)).sum();
      int most = attempts + handedBack.getOrDefault(task, 0);
      judgeStarts(task, most, starts, lines.getOrDefault(task, 0), findings);
    });
    findings.remark("may run once", Long.toString(once(attemptsOf)));
    findings.remark(
        "handed back", Integer.toString(handedBack.values().stream().mapToInt(i -> i).sum()));
  }

  /**
   * What may be begun once was, but where it was handed back by a pod that saw it end.
   *
   * @param lines how often its program was started, seen from outside
   */
  static void judgeStarts(String task, int most, int starts, int lines, Findings findings) {
    findings.check(
        starts <= most,
        Breach.DOUBLE_RUN,
        task + " may begin " + most + " times and began " + starts);
    findings.check(
        lines <= starts,
        Breach.DOUBLE_RUN,
        task + " began " + starts + " times and left " + lines + " lines");
  }

  private static long once(Map<String, Integer> attemptsOf) {
    return attemptsOf.values().stream().filter(attempts -> attempts == 1).count();
  }

  private static Map<String, Integer> handedBack(Stage stage, TaskWork work) {
    Map<String, Integer> times = new HashMap<>();
    stage
        .postgres()
        .each(
            "SELECT e.task_id, count(*) FROM session_event e"
                + " JOIN session s ON s.session_no = e.session_no"
                + " WHERE s.principal = ? AND e.type = 'task.superseded'"
                + " AND e.data::jsonb ->> 'reason' IN ('drained', 'fenced') GROUP BY 1",
            row -> times.put(row.getString(1), row.getInt(2)),
            work.principal());
    return times;
  }

  private static String session(int number) {
    return "fleet-" + number;
  }
}
