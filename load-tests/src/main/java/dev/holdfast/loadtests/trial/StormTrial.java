package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.herd.Herd;
import dev.holdfast.loadtests.herd.Watcher;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * P22: a storm of reconnections. Of n watchers over three pods, half by WebSocket with a transport
 * each and half by server-sent events, all of the fullest pod's come again at once when it is
 * killed, again and again; now and then it is stopped in order instead, and at the end all n break
 * off together. They go on where they were; those on other pods see nothing of it.
 */
public final class StormTrial implements Trial {
  private static final int LARGE = 2_000;
  private static final int HEAP_MEGABYTES = 768;
  private static final int ROOMS = 40;
  private static final int THREADS = 2;
  private static final int AT_ONCE = 256;
  private static final int WATCHERS_A_KILL = 2_500;
  private static final int KILLS_MAX = 10;
  private static final int KILLS_A_DRAIN = 5;
  private static final int GOAWAY_MS_MAX = 4_000;
  private static final int LOOK_EVERY_MS = 50;
  private static final int PATIENCE_MS = 180_000;
  private static final int ASK_EVERY_MS = 50;
  private static final int UNAVAILABLE = 503;

  /** Nothing came within the caller's time, from a pod that lives. */
  private static final int NO_ANSWER_IN_TIME = 0;

  public static void main(String[] args) {
    Program.main(new StormTrial(), args);
  }

  @Override
  public String promise() {
    return "P22";
  }

  @Override
  public int wanted() {
    return 25_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    if (n >= LARGE) {
      stage.heapMegabytes(HEAP_MEGABYTES).settle();
    }
    try {
      TaskWork work = new TaskWork(stage, "storm", random);
      StormGuide guide = new StormGuide(stage, n, random);
      try (Herd herd = Herd.open(work.principal(), work.token(), THREADS, guide)) {
        new Storm(stage, work, guide, herd, findings).blow(n);
      }
    } finally {
      if (n >= LARGE) {
        stage.heapMegabytes(Stage.HEAP_MEGABYTES);
      }
    }
    findings.tried(n);
  }

  /** One run. */
  private static final class Storm {
    private final Stage stage;
    private final TaskWork work;
    private final StormGuide guide;
    private final Herd herd;
    private final Findings findings;
    private final List<Watcher> all = new ArrayList<>();
    private final List<Double> backMs = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    Storm(Stage stage, TaskWork work, StormGuide guide, Herd herd, Findings findings) {
      this.stage = stage;
      this.work = work;
      this.guide = guide;
      this.herd = herd;
      this.findings = findings;
    }

    void blow(int n) throws InterruptedException {
      int everyMs = n < LARGE ? 250 : 2_000;
      TaskWork.Demo task = new TaskWork.Demo(100_000, everyMs, 100, 0);
      Crowd.each(ROOMS, ROOMS, room -> work.submit(room(room), task));
      gather(n);
      herd.delays();
      int kills = Math.clamp(n / WATCHERS_A_KILL, 1, KILLS_MAX);
      for (int kill = 0; kill < kills; kill++) {
        strike(
            "killed",
            victim -> {
              victim.kill();
              return true;
            });
        if (kill % KILLS_A_DRAIN == 0) {
          strike("stopped in order", victim -> victim.terminate() == 0);
        }
      }
      together();
      StormJudge.served(herd.delays(), findings);
      work.cancelAll();
      work.awaitEnd(findings);
      Map<String, Long> heads = new Heads(stage, work.principal()).quiet();
      await(() ->
          all.stream().allMatch(each -> each.last() >= heads.getOrDefault(each.plan().room(), 0L)));
      StormJudge.back(backMs.stream().sorted().toList(), findings);
      StormJudge.order(herd.wrongs(), findings);
      StormJudge.sentAway(guide.goaways(), GOAWAY_MS_MAX, findings);
      findings.check(guide.wordless() == 0, guide.wordless() + " refused without a time");
      findings.remark("refused with a time", Long.toString(guide.refusals()));
      findings.remark("requests beside them", asked.toString());
      stage.pods().forEach(this::checkMemory);
      work.judge(false, findings);
    }

    private String room(int number) {
      return work.principal() + "-" + number % ROOMS;
    }

    private void gather(int n) {
      IntStream.range(0, n).mapToObj(this::plan).map(herd::add).forEach(all::add);
      for (int from = 0; from < n; from += AT_ONCE) {
        List<Watcher> some = all.subList(from, Math.min(n, from + AT_ONCE));
        some.forEach(Watcher::connect);
        await(() -> some.stream().allMatch(Watcher::ready));
      }
    }

    private Watcher.Plan plan(int place) {
      Watcher.Kind kind = place / ROOMS % 2 == 0 ? Watcher.Kind.SOCKET : Watcher.Kind.STREAM;
      return new Watcher.Plan(place, kind, room(place), 0, 0, true);
    }

    private interface Stroke {
      boolean hits(Pod victim);
    }

    /** At the pod that has the most. */
    private void strike(String how, Stroke stroke) throws InterruptedException {
      List<Pod> pods = stage.pods();
      int[] sizes = new int[pods.size()];
      all.forEach(each -> sizes[guide.podOf(each)]++);
      int fullest =
          IntStream.range(0, sizes.length)
              .boxed()
              .max(Comparator.comparingInt(pod -> sizes[pod]))
              .orElseThrow();
      Pod victim = pods.get(fullest);
      List<Watcher> others = all.stream().filter(each -> guide.podOf(each) != fullest).toList();
      List<Watcher> hit = all.stream().filter(each -> guide.podOf(each) == fullest).toList();
      long before = endings(others);
      List<Integer> had = hit.stream().map(each -> each.endings().size()).toList();
      checkMemory(victim);
      List<Pod> beside = pods.stream().filter(pod -> pod != victim).toList();
      Crowd.during(
          ASK_EVERY_MS,
          () -> beside.forEach(this::ask),
          () -> {
            findings.check(stroke.hits(victim), victim.name() + " did not end in order");
            awaitBack(hit, had);
            return true;
          });
      findings.count("pods " + how);
      findings.check(endings(others) == before, "watchers of other pods lost their connections");
      victim.start();
    }

    /** As when what stands before the pods is started anew. */
    private void together() {
      List<Long> since = all.stream().map(Watcher::readyNanos).toList();
      all.forEach(each -> each.leave(true));
      await(() ->
          IntStream.range(0, all.size())
              .allMatch(i -> all.get(i).ready() && all.get(i).readyNanos() > since.get(i)));
      List<Double> times = all.stream().map(each -> each.backNanos() / 1e6).sorted().toList();
      findings.max("ms until one was back, of all at once", times.getLast());
      backMs.addAll(times);
    }

    /** Each has lost another connection than those it had lost, and watches. */
    private void awaitBack(List<Watcher> hit, List<Integer> had) {
      await(() ->
          IntStream.range(0, hit.size())
              .allMatch(i -> hit.get(i).endings().size() > had.get(i) && hit.get(i).ready()));
      hit.forEach(each -> backMs.add(each.backNanos() / 1e6));
    }

    private static long endings(List<Watcher> some) {
      return some.stream().mapToLong(each -> each.endings().size()).sum();
    }

    private void ask(Pod pod) {
      long began = System.nanoTime();
      Caller.Answer answer =
          stage.caller().call(pod, Caller.Ask.get(work.token(), "/api/sessions/" + room(0)));
      if (answer.status() == UNAVAILABLE || answer.status() == NO_ANSWER_IN_TIME) {
        findings.late("beside the storm was answered " + answer);
      } else {
        findings.check(answer.ok(), "beside the storm was answered " + answer);
      }
      findings.max("ms of a request beside them", (System.nanoTime() - began) / 1e6);
      asked.incrementAndGet();
    }

    private void checkMemory(Pod pod) {
      findings.check(
          !pod.process().output().contains("OutOfMemoryError"), pod.name() + " had no memory left");
    }

    private static void await(BooleanSupplier holds) {
      for (int left = PATIENCE_MS / LOOK_EVERY_MS; !holds.getAsBoolean(); left--) {
        if (left == 0) {
          throw new IllegalStateException("not all watchers are back, or have what is theirs");
        }
        Blocking.pause(LOOK_EVERY_MS);
      }
    }
  }
}
