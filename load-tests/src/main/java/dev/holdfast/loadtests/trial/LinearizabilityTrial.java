package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.history.Checker;
import dev.holdfast.loadtests.history.Operation;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * P2: get-or-create, end and resume are linearizable for each key. Clients on three pods work on a
 * few keys of each history while Redis is flushed and connections of single pods to Redis and
 * Postgres are cut or stall; the checker judges each key.
 *
 * <p>When everything is whole again and the staleness of an ended session must be over, every key
 * is resolved and every session that was ever told is read once more on each pod, as part of the
 * history.
 */
public final class LinearizabilityTrial implements Trial {
  /**
   * Promise P5: for so long may get-or-create answer an ended session, however it is configured.
   */
  private static final long STALE_MS_MAX = 5_000;

  private static final int KEYS = 4;
  private static final int CLIENTS = 6;
  private static final int OPERATIONS = 200;
  private static final int AT_ONCE = 16;
  private static final int BATCH = 100;
  private static final int FAULT_MS_MAX = 1_500;
  private static final int POSTGRES_FAULT_MS_MAX = 2_500;
  private static final int CALM_MS = 500;

  public static void main(String[] args) {
    Program.main(new LinearizabilityTrial(), args);
  }

  @Override
  public String promise() {
    return "P2";
  }

  @Override
  public int wanted() {
    return 1_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    for (int done = 0; done < n; done += BATCH) {
      batch(stage, Math.min(BATCH, n - done), random, findings);
    }
  }

  private static void batch(Stage stage, int histories, Random random, Findings findings)
      throws InterruptedException {
    String principal = "linear-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", principal, "session");
    List<KeyHistory> keys = new ArrayList<>();
    List<Random> choices = new ArrayList<>();
    for (int i = 0; i < histories * KEYS; i++) {
      keys.add(new KeyHistory(stage, token, "key-" + i));
    }
    for (int i = 0; i < histories * CLIENTS; i++) {
      choices.add(new Random(random.nextLong()));
    }
    Random faults = new Random(random.nextLong());
    Crowd.during(
        CALM_MS,
        () -> fault(stage, faults, findings),
        () -> {
          Crowd.each(
              histories * CLIENTS,
              AT_ONCE * CLIENTS,
              client -> {
                List<KeyHistory> own =
                    keys.subList(client / CLIENTS * KEYS, client / CLIENTS * KEYS + KEYS);
                work(stage.pods(), own, client % CLIENTS, choices.get(client));
              });
          return true;
        });
    stage.heal();
    Blocking.pause(STALE_MS_MAX + CALM_MS);
    Crowd.each(keys.size(), AT_ONCE, key -> stage.pods().forEach(keys.get(key)::settle));
    long staleNs = TimeUnit.MILLISECONDS.toNanos(STALE_MS_MAX);
    Crowd.each(keys.size(), 2, key -> judge(keys.get(key), staleNs, findings));
    findings.tried(histories);
  }

  /** One client's share of a history: mostly on a pod of its own, now and then on another. */
  private static void work(List<Pod> pods, List<KeyHistory> keys, int client, Random random) {
    for (int i = 0; i < OPERATIONS / CLIENTS; i++) {
      Pod pod = pods.get((random.nextInt(4) == 0 ? random.nextInt(3) : client) % pods.size());
      KeyHistory key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> key.resolve(pod);
        case 9, 10, 11 -> key.end(pod);
        case 12, 13, 14, 15 -> key.read(pod);
        default -> key.write(pod);
      }
    }
  }

  private static void judge(KeyHistory key, long staleNs, Findings findings) {
    List<Operation> history = key.operations();
    findings.max("operations of a key", history.size());
    switch (Checker.check(history, staleNs)) {
      case LINEARIZABLE -> findings.count("keys linearizable");
      case UNDECIDED -> findings.violation("undecided: " + key.told());
      case NOT_LINEARIZABLE -> findings.violation("not linearizable: " + key.told());
    }
    history.stream()
        .filter(operation -> operation.seen().unknown())
        .forEach(operation -> findings.count("unknown outcomes"));
  }

  private static void fault(Stage stage, Random random, Findings findings) {
    Pod pod = stage.pods().get(random.nextInt(stage.pods().size()));
    switch (random.nextInt(6)) {
      case 0 -> {
        findings.count("flushes");
        stage.redis().flush();
      }
      case 1, 2 -> {
        findings.count("partitions from Redis");
        hold(pod.redis(), random, FAULT_MS_MAX);
      }
      case 3 -> {
        findings.count("partitions from Redis, flushed meanwhile");
        pod.redis().set(Gate.Mode.STALLED);
        Blocking.pause(random.nextInt(FAULT_MS_MAX));
        stage.redis().flush();
        pod.redis().set(Gate.Mode.OPEN);
      }
      default -> {
        findings.count("partitions from Postgres");
        hold(pod.postgres(), random, POSTGRES_FAULT_MS_MAX);
      }
    }
  }

  private static void hold(Gate gate, Random random, int msMax) {
    gate.set(random.nextBoolean() ? Gate.Mode.STALLED : Gate.Mode.CUT);
    Blocking.pause(random.nextInt(msMax));
    gate.set(Gate.Mode.OPEN);
  }
}
