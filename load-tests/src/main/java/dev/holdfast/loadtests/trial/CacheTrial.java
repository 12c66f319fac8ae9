package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.RedisServer;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * P4: Redis cannot change an answer. Redis is down, flushed, started empty, frozen, and made to
 * hold what it should not; every look-up is compared with Postgres.
 *
 * <p>Each name is asked for once on each pod in each phase, after the near-caches forgot it, so
 * that every look-up would believe Redis if it could.
 */
public final class CacheTrial implements Trial {
  private static final int AT_ONCE = 24;
  private static final int SPARE_MS = 300;

  /** What is done to Redis before the look-ups. */
  private enum Phase {
    UNHARMED,
    FLUSHED,
    STOPPED,
    STARTED_EMPTY,
    FROZEN,
    FORGED,
    SWAPPED,
    OLD_VALUES_BACK
  }

  private final List<Phase> phases;

  /** All but {@link #oldValuesBack}. */
  public CacheTrial() {
    this(List.copyOf(EnumSet.complementOf(EnumSet.of(Phase.OLD_VALUES_BACK))));
  }

  private CacheTrial(List<Phase> phases) {
    this.phases = phases;
  }

  /**
   * Only this: Redis holds again what it held before some sessions ended, as after a fail-over to a
   * replica that was behind. The values are sealed, and were true once.
   */
  static Trial oldValuesBack() {
    return new CacheTrial(List.of(Phase.OLD_VALUES_BACK));
  }

  public static void main(String[] args) {
    Program.main(new CacheTrial(), args);
  }

  @Override
  public String name() {
    return phases.contains(Phase.OLD_VALUES_BACK) ? "CacheTrial.oldValuesBack" : "CacheTrial";
  }

  @Override
  public String promise() {
    return "P4";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String principal = "cache-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", principal, "session");
    int perPhase = phases.size() * stage.pods().size();
    int keys = Math.max(5, (n + perPhase - 1) / perPhase);
    stage.redis().flush();
    for (int key = 0; key < keys; key++) {
      make(stage, token, key);
    }
    Map<String, String> before = held(stage.redis());
    endSome(stage, token, keys);
    Map<String, String> truth = truth(stage, principal);
    for (Phase phase : phases) {
      harm(stage, phase, before, random);
      Blocking.pause(stage.nearCacheMs() + SPARE_MS);
      lookUp(stage, token, phase, truth, findings);
      stage.heal();
    }
  }

  private static void make(Stage stage, String token, int key) {
    Patient.session(stage, stage.pods().get(key % stage.pods().size()), token, "name-" + key);
  }

  /** Every fifth session ends and its name leads to another: what Redis held of it is old. */
  private static void endSome(Stage stage, String token, int keys) {
    Pod pod = stage.pods().getFirst();
    for (int key = 0; key < keys; key += 5) {
      String session = Patient.session(stage, pod, token, "name-" + key);
      String path = "/api/sessions/" + session + "/end";
      Patient.call(stage, pod, Caller.Ask.post(token, path, "{}"));
      Patient.session(stage, pod, token, "name-" + key);
    }
  }

  /** What Postgres says: transport to session. */
  private static Map<String, String> truth(Stage stage, String principal) {
    Map<String, String> truth = new TreeMap<>();
    stage
        .postgres()
        .rows(
            "SELECT b.transport_id, s.session_id FROM binding b JOIN session s"
                + " ON s.session_no = b.session_no WHERE b.principal = ? AND b.ended_at IS NULL",
            principal)
        .forEach(row -> truth.put(row.getFirst(), row.getLast()));
    return truth;
  }

  private static Map<String, String> held(RedisServer redis) {
    Map<String, String> held = new HashMap<>();
    redis.names().forEach(name -> redis.get(name).forEach(value -> held.put(name, value)));
    return held;
  }

  private static void harm(Stage stage, Phase phase, Map<String, String> before, Random random) {
    RedisServer redis = stage.redis();
    switch (phase) {
      case UNHARMED -> {}
      case FLUSHED -> redis.flush();
      case STOPPED -> redis.stop();
      case STARTED_EMPTY -> {
        redis.stop();
        stage.restartRedis();
      }
      case FROZEN -> redis.freeze();
      case FORGED -> before.forEach((name, value) -> redis.set(name, forged(value, random)));
      case SWAPPED -> {
        List<String> values = new ArrayList<>(before.values());
        before.keySet().forEach(name -> redis.set(name, values.get(random.nextInt(values.size()))));
      }
      case OLD_VALUES_BACK -> before.forEach(redis::set);
    }
  }

  /** Another session, a later generation, a broken seal, or no value at all. */
  private static String forged(String value, Random random) {
    String[] parts = value.split(":", -1);
    return switch (random.nextInt(5)) {
      case 0 -> parts[0] + ":" + parts[1] + ":ses_forged_by_somebody:" + parts[3];
      case 1 -> "9223372036854775806:" + parts[1] + ":" + parts[2] + ":" + parts[3];
      case 2 -> parts[0] + ":" + (Long.parseLong(parts[1]) + 1) + ":" + parts[2] + ":" + parts[3];
      case 3 -> value.substring(0, value.length() - 1) + "g";
      default -> "";
    };
  }

  private static void lookUp(
      Stage stage, String token, Phase phase, Map<String, String> truth, Findings findings)
      throws InterruptedException {
    List<String> names = List.copyOf(truth.keySet());
    List<Pod> pods = stage.pods();
    Crowd.each(
        names.size() * pods.size(),
        AT_ONCE,
        i -> {
          String name = names.get(i / pods.size());
          Pod pod = pods.get(i % pods.size());
          Caller.Answer answer = Patient.call(stage, pod, Caller.Ask.session(token, name));
          findings.max("ms with Redis " + phase.name().toLowerCase(Locale.ROOT), answer.tookMs());
          findings.check(
              answer.ok() && answer.text("session_id").equals(truth.get(name)),
              phase
                  + ": "
                  + name
                  + " on "
                  + pod.name()
                  + " is "
                  + truth.get(name)
                  + " but was answered "
                  + answer);
          findings.tried(1);
        });
  }
}
