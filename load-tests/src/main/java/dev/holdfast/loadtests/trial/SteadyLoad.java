package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clients that find known sessions, read them, and make new ones, as long as they are let; each
 * answer is compared with the first one of its name.
 */
final class SteadyLoad {
  private static final int NAMES = 200;
  private static final int CLIENTS = 16;
  private static final int THINK_MS = 5;

  /** What becomes of an answer that told nothing. */
  interface Unanswered {
    void note(Caller.Answer answer);
  }

  private final Stage stage;
  private final String token;
  private final Findings findings;
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final Random seeds;
  private int made = NAMES;

  SteadyLoad(Stage stage, String principal, Random seeds, Findings findings)
      throws InterruptedException {
    this.stage = stage;
    this.token = stage.token("acme", principal, "session");
    this.findings = findings;
    this.seeds = seeds;
    Crowd.each(
        NAMES,
        CLIENTS,
        i -> {
          Pod pod = stage.pods().get(i % stage.pods().size());
          told.put("name-" + i, Patient.session(stage, pod, token, "name-" + i));
        });
  }

  String token() {
    return token;
  }

  /**
   * Goes on for so long, and remarks the latencies under the phase's name.
   *
   * @param unanswered is given everything but 200 and 201
   */
  void run(String phase, long ms, Unanswered unanswered) throws InterruptedException {
    List<Double> took = new ArrayList<>();
    long until = System.nanoTime() + ms * 1_000_000;
    List<Random> randoms = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      randoms.add(new Random(seeds.nextLong()));
    }
    Crowd.each(
        CLIENTS,
        CLIENTS,
        client -> {
          while (System.nanoTime() < until) {
            Caller.Answer answer = once(randoms.get(client));
            synchronized (took) {
              took.add(answer.tookMs());
            }
            if (!answer.ok()) {
              unanswered.note(answer);
            }
            Blocking.pause(THINK_MS);
          }
        });
    List<Double> sorted = took.stream().sorted().toList();
    findings.remark(
        phase,
        String.format(
            Locale.ROOT,
            "%d requests, p50 %.1f ms, p99 %.1f ms",
            sorted.size(),
            at(sorted, 0.50),
            at(sorted, 0.99)));
  }

  /** Every id that was ever told is there, and is still its name's. */
  void checkAll() throws InterruptedException {
    List<String> names = List.copyOf(told.keySet());
    Crowd.each(
        names.size(),
        CLIENTS,
        i -> {
          Pod pod = stage.pods().get(i % stage.pods().size());
          String session = told.getOrDefault(names.get(i), "");
          Caller.Answer read =
              Patient.call(stage, pod, Caller.Ask.get(token, "/api/sessions/" + session));
          findings.check(read.ok(), Breach.LOST, session + " was told and is not there: " + read);
          same(names.get(i), Patient.session(stage, pod, token, names.get(i)));
        });
    findings.remark("ids asked for again", Integer.toString(names.size()));
  }

  private Caller.Answer once(Random random) {
    Pod pod = stage.pods().get(random.nextInt(stage.pods().size()));
    String known = "name-" + random.nextInt(NAMES);
    int act = random.nextInt(10);
    if (act < 2) {
      String path = "/api/sessions/" + told.get(known);
      return stage.caller().call(pod, Caller.Ask.get(token, path));
    }
    String name = act < 8 ? known : "name-" + fresh();
    Caller.Answer answer = stage.caller().call(pod, Caller.Ask.session(token, name));
    if (answer.ok()) {
      same(name, answer.text("session_id"));
    }
    return answer;
  }

  private void same(String name, String session) {
    String first = told.putIfAbsent(name, session);
    findings.check(
        first == null || first.equals(session),
        Breach.CROSSED,
        "wrong answer: " + name + " was " + first + " and is " + session);
  }

  private synchronized int fresh() {
    return made++;
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) ((sorted.size() - 1) * share));
  }
}
