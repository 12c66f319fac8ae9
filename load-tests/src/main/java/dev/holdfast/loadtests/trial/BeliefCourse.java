package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Changes on a stage that is whole, harms beside them. One session more is changed on the pod that
 * is about to be harmed, so that harms come in the middle of changes.
 */
final class BeliefCourse {
  private static final int CHANGES_MIN = 5;
  private static final int CHANGES_MORE = 10;
  private static final int SHORT_MS = 200;
  private static final int SPARE_MS = 2_500;
  private static final int READ_PAUSE_MS = 20;
  private static final int UNANSWERED_PAUSE_MS = 100;

  /** Most changes are over by then. */
  private static final int STRIKE_MS = 15;

  private final Stage stage;
  private final int slots;
  private final int holdMs;
  private final int n;
  private final Findings findings;
  private final Random faults;
  private final long seed;
  private final List<String> tokens = new ArrayList<>();
  private final AtomicReferenceArray<BelievedSession> sessions;
  private final AtomicInteger changes = new AtomicInteger();
  private final List<BeliefHarm> harms = new ArrayList<>();

  /**
   * @param writers side by side, each with a session of its own
   * @param holdMs milliseconds for which a pod keeps nothing of what changes
   * @param n changes that are answered
   */
  BeliefCourse(Stage stage, int writers, int holdMs, int n, Random random, Findings findings) {
    this.stage = stage;
    this.slots = writers + 1;
    this.holdMs = holdMs;
    this.n = n;
    this.findings = findings;
    this.seed = random.nextLong();
    this.faults = new Random(random.nextLong());
    this.sessions = new AtomicReferenceArray<>(slots);
    for (int i = 0; i < slots; i++) {
      String principal = "belief-" + Long.toHexString(random.nextLong());
      tokens.add(stage.token("acme", principal, "session"));
    }
  }

  /**
   * Runs it.
   *
   * @param name what findings call it
   */
  void run(String name) throws InterruptedException {
    try (Recalled recalled = new Recalled()) {
      Crowd.each(slots, slots, slot -> sessions.set(slot, open(slot, random(slot))));
      Crowd.during(
          0,
          () -> harm(recalled),
          () -> {
            int turns = slots - 1 + slots * stage.pods().size();
            Crowd.each(turns, turns, this::work);
            return true;
          });
      findings.tried(changes.get());
      long recalls = recalled.sum(stage);
      findings.remark("answers from memory " + name, Long.toString(recalls));
      findings.check(recalls > 0, name + " nothing was answered from memory: nothing is proved");
    }
  }

  private void work(int turn) {
    int writers = slots - 1;
    Random random = random(slots + turn);
    if (turn < writers) {
      write(turn, random);
    } else {
      read((turn - writers) % slots, stage.pods().get((turn - writers) / slots), random);
    }
  }

  private Random random(int turn) {
    return new Random(seed + turn);
  }

  private BelievedSession open(int slot, Random random) {
    BelievedSession session = BelievedSession.open(stage, tokens.get(slot), random, findings);
    changed(session, random);
    return session;
  }

  /** Once, on any pod that does it. */
  private void changed(BelievedSession session, Random random) {
    while (!session.change(anyPod(random))) {
      Blocking.pause(UNANSWERED_PAUSE_MS);
    }
  }

  private void write(int slot, Random random) {
    int left = CHANGES_MIN + random.nextInt(CHANGES_MORE);
    Blocking.pause(holdMs + SPARE_MS); // Pods that have just begun believe nothing before.
    while (changes.get() < n) {
      calm(random);
      BelievedSession session = sessions.get(slot);
      if (session.change(anyPod(random))) {
        changes.incrementAndGet();
        left--;
      }
      if (left == 0) {
        while (!session.end(anyPod(random))) {
          Blocking.pause(UNANSWERED_PAUSE_MS);
        }
        findings.count("ends");
        Blocking.pause(SPARE_MS); // in which every reader is told
        sessions.set(slot, open(slot, random));
        left = CHANGES_MIN + random.nextInt(CHANGES_MORE);
      }
    }
  }

  private void read(int slot, Pod pod, Random random) {
    while (changes.get() < n) {
      boolean answered = !Patient.passing(sessions.get(slot).read(pod));
      Blocking.pause(answered ? random.nextInt(READ_PAUSE_MS) : UNANSWERED_PAUSE_MS);
    }
  }

  /** Half of the time long enough for pods to believe again. */
  private void calm(Random random) {
    Blocking.pause(
        random.nextBoolean() ? random.nextInt(SHORT_MS) : holdMs + random.nextInt(SPARE_MS));
  }

  /** The next harm; each kind comes as often as the others. */
  private void harm(Recalled recalled) {
    calm(faults);
    if (harms.isEmpty()) {
      harms.addAll(List.of(BeliefHarm.values()));
      Collections.shuffle(harms, faults);
    }
    BeliefHarm harm = harms.removeLast();
    Pod pod = anyPod(faults);
    BelievedSession victim = sessions.get(slots - 1);
    Future<Boolean> change = victim.changing(pod);
    Blocking.pause(faults.nextInt(STRIKE_MS));
    harm.to(stage, pod, faults, this::ask, recalled);
    findings.count("harm " + harm.counted());
    Blocking.result(change);
    changed(victim, faults);
  }

  private Future<Caller.Answer> ask(Pod pod) {
    return sessions.get(faults.nextInt(slots)).reading(pod);
  }

  private Pod anyPod(Random random) {
    return stage.pods().get(random.nextInt(stage.pods().size()));
  }
}
