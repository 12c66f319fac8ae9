package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * P7: callers who all want one cold key cost one load on each pod, and a flush under load at most
 * 32 at once.
 *
 * <p>Loads of a key are counted in the log of Postgres, which for this time has every statement in
 * it with its parameters. Loads at once are at most the connections of a pod on which Postgres saw
 * the look-up last, sampled as fast as it answers.
 */
public final class StampedeTrial implements Trial {
  private static final int AT_ONCE = 1_000;
  private static final int SPARE_MS = 300;
  private static final int LOADS_AT_ONCE_MAX = 32;
  private static final int WARM_NAMES_MAX = 500;
  private static final int LOG_LAG_MS = 500;
  private static final String BUSY =
      "SELECT client_port, count(*) FROM pg_stat_activity"
          + " WHERE query LIKE 'SELECT asked.member, found.binding_no%' GROUP BY client_port";

  public static void main(String[] args) {
    Program.main(new StampedeTrial(), args);
  }

  @Override
  public String promise() {
    return "P7";
  }

  @Override
  public int wanted() {
    return 10_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings) throws Exception {
    String mark = "stampede-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", mark, "session");
    oneColdKey(stage, token, mark, n, findings);
    flushUnderLoad(stage, token, mark, Math.min(n, WARM_NAMES_MAX), findings);
  }

  /** One key for each pod alone, and one for all of them. */
  private static void oneColdKey(Stage stage, String token, String mark, int n, Findings findings)
      throws Exception {
    List<Pod> pods = stage.pods();
    String shared = mark + "-shared";
    Patient.session(stage, pods.getFirst(), token, shared);
    for (Pod pod : pods) {
      Patient.session(stage, pod, token, mark + "-" + pod.name());
    }
    Blocking.pause(stage.nearCacheMs() + SPARE_MS);
    stage.redis().flush();
    pods.forEach(pod -> Patient.session(stage, pod, token, mark + "-warm-connection"));
    logStatements(stage, "all");
    Set<String> answers = ConcurrentHashMap.newKeySet();
    Crowd.each(
        n,
        AT_ONCE,
        i -> {
          Pod pod = pods.get(i % pods.size());
          String name = i % 2 == 0 ? shared : mark + "-" + pod.name();
          Caller.Answer answer = stage.caller().call(pod, Caller.Ask.session(token, name));
          findings.check(answer.ok() || Patient.passing(answer), "answered " + answer);
          if (answer.ok()) {
            answers.add(name + " " + answer.text("session_id"));
          } else {
            findings.count("callers to try again");
          }
          findings.max("ms to the answer", answer.tookMs());
          findings.tried(1);
        });
    logStatements(stage, "none");
    Blocking.pause(LOG_LAG_MS);
    findings.check(answers.size() == pods.size() + 1, "answers " + answers);
    for (Pod pod : pods) {
      long loads = loads(stage, mark + "-" + pod.name());
      findings.max("loads of a key on a pod", loads);
      findings.check(loads == 1, loads + " loads of the key of " + pod.name());
    }
    long loads = loads(stage, shared);
    findings.max("loads of a key on all pods", loads);
    findings.check(loads >= 1 && loads <= pods.size(), loads + " loads of the shared key");
  }

  private static void logStatements(Stage stage, String which) {
    stage.postgres().execute("ALTER SYSTEM SET log_statement = '" + which + "'");
    stage.postgres().execute("SELECT pg_reload_conf()");
    Blocking.pause(LOG_LAG_MS);
  }

  /** How often a statement had the key as a parameter, or among those of one. */
  private static long loads(Stage stage, String key) throws IOException {
    Pattern parameter = Pattern.compile("['{,]" + Pattern.quote(key) + "[},']");
    try (var lines = Files.lines(stage.postgres().log())) {
      return lines
          .filter(line -> line.contains("arameters:") && parameter.matcher(line).find())
          .count();
    }
  }

  private static void flushUnderLoad(
      Stage stage, String token, String mark, int names, Findings findings)
      throws InterruptedException {
    List<Pod> pods = stage.pods();
    Crowd.each(names, 64, i -> Patient.session(stage, pods.get(i % 3), token, mark + "-name-" + i));
    Blocking.pause(stage.nearCacheMs() + SPARE_MS);
    stage.redis().flush();
    Crowd.during(
        1,
        () -> sample(stage, findings),
        () -> {
          Crowd.each(
              names * pods.size(),
              AT_ONCE,
              i -> Patient.session(stage, pods.get(i % 3), token, mark + "-name-" + i / 3));
          return true;
        });
  }

  private static void sample(Stage stage, Findings findings) {
    List<List<String>> busy = stage.postgres().rows(BUSY);
    for (Pod pod : stage.pods()) {
      Set<Integer> ports = pod.postgres().connections();
      long loads =
          busy.stream()
              .filter(row -> ports.contains(Integer.parseInt(row.getFirst())))
              .mapToLong(row -> Long.parseLong(row.getLast()))
              .sum();
      findings.max("connections of a pod with loads", loads);
      findings.check(
          loads <= LOADS_AT_ONCE_MAX, loads + " connections with loads at once on " + pod.name());
    }
    findings.count("samples");
  }
}
