package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * P1: a live binding key yields one session id, ever, on any pod. Callers race for new transport
 * ids over three pods while pods are frozen and killed and Redis is flushed; then every key is
 * asked for again.
 *
 * <p>A caller whose pod does not answer, or answers that it should try later, goes to the next pod,
 * as a client would. Zero splits in n keys bound the rate of splits below 3/n at 95 %.
 */
public final class BindingTrial implements Trial {
  private static final int IN_FLIGHT = 64;
  private static final int TRIES_MAX = 300;
  private static final int PATIENCE_MS = 1_500;
  private static final int FREEZE_MS_MAX = 1_500;
  private static final int CALM_MS = 700;
  private static final int BACK_OFF_MS = 100;
  private static final int CALLERS = 8;

  private final int callers;

  public BindingTrial() {
    this(CALLERS);
  }

  private BindingTrial(int callers) {
    this.callers = callers;
  }

  /** {@code --keys} (or {@code --n}), {@code --callers}, {@code --seed}. */
  public static void main(String[] args) {
    System.exit(
        Program.run(() -> {
          Map<String, String> defaults =
              Map.of("keys", "3000", "n", "0", "callers", "8", "seed", Program.freshSeed());
          Options options = Options.read(defaults, args);
          int n = options.number("n") > 0 ? options.number("n") : options.number("keys");
          try (Stage stage = Stage.open(Program.PODS)) {
            BindingTrial trial = new BindingTrial(options.number("callers"));
            return Program.tell(Program.run(trial, stage, n, options.longNumber("seed"))).holds();
          }
        }));
  }

  @Override
  public String promise() {
    return "P1";
  }

  @Override
  public int wanted() {
    return 30_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    if (splits(Map.of("planted", Set.of("one", "two"))) != 1) {
      throw new IllegalStateException("the check does not see a planted split");
    }
    String principal = "binding-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", principal, "session");
    Map<String, Set<String>> first =
        Crowd.during(
            CALM_MS, () -> harm(stage, random, findings), () -> round(stage, token, n, findings));
    stage.heal();
    stage.redis().flush();
    Map<String, Set<String>> second = round(stage, token, n, findings);
    Set<String> sessions = new HashSet<>();
    first.values().forEach(sessions::addAll);
    first.forEach((key, ids) -> {
      findings.check(ids.size() == 1, key + " was answered " + ids);
      findings.check(ids.equals(second.get(key)), key + " changed to " + second.get(key));
    });
    long stored =
        stage.postgres().number("SELECT count(*) FROM session WHERE principal = ?", principal);
    findings.check(first.size() == n, "answered " + first.size() + " keys of " + n);
    findings.check(sessions.size() == n, sessions.size() + " sessions for " + n + " keys");
    findings.check(stored == n, stored + " sessions stored for " + n + " keys");
    findings.tried(first.size());
  }

  private static long splits(Map<String, Set<String>> answers) {
    return answers.values().stream().filter(ids -> ids.size() != 1).count();
  }

  /** Every caller asks for every key, all of them for the same key at about the same time. */
  private Map<String, Set<String>> round(Stage stage, String token, int n, Findings findings)
      throws InterruptedException {
    Caller caller = new Caller(stage.vertx(), PATIENCE_MS);
    Map<String, Set<String>> answers = new ConcurrentHashMap<>();
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    for (int key = 0; key < n; key++) {
      String transport = "trial-" + key;
      for (int i = 0; i < callers; i++) {
        inFlight.acquire();
        ask(stage, caller, Caller.Ask.session(token, transport), i, 0, findings)
            .onSuccess(session ->
                answers.computeIfAbsent(transport, t -> ConcurrentHashMap.newKeySet()).add(session))
            .onComplete(done -> inFlight.release());
      }
    }
    inFlight.acquire(IN_FLIGHT);
    return answers;
  }

  private Future<String> ask(
      Stage stage, Caller caller, Caller.Ask ask, int pod, int tries, Findings findings) {
    List<Pod> pods = stage.pods();
    return caller
        .send(pods.get(pod % pods.size()), ask)
        .compose(answer -> {
          if (answer.ok()) {
            return Future.succeededFuture(answer.text("session_id"));
          }
          if ((!answer.none() && answer.status() != 503) || tries >= TRIES_MAX) {
            return Future.succeededFuture("refused: " + answer);
          }
          findings.count("retries");
          return tries < pods.size()
              ? ask(stage, caller, ask, pod + 1, tries + 1, findings)
              : stage
                  .vertx()
                  .timer(BACK_OFF_MS)
                  .compose(later -> ask(stage, caller, ask, pod + 1, tries + 1, findings));
        });
  }

  /** Freezes a pod for a while, flushes Redis, or kills a pod and starts it again. */
  private static void harm(Stage stage, Random random, Findings findings) {
    Pod victim = stage.pods().get(random.nextInt(stage.pods().size()));
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        findings.count("freezes");
        victim.freeze();
        Blocking.pause(random.nextInt(FREEZE_MS_MAX));
        victim.thaw();
      }
      case 4, 5, 6 -> {
        findings.count("flushes");
        stage.redis().flush();
      }
      default -> {
        findings.count("kills");
        victim.kill();
        victim.start();
      }
    }
  }
}
