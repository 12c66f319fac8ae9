package dev.holdfast.loadtests.trial;

import dev.holdfast.deploy.fleet.Client;
import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Gate;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * P5: after an end a near-cache is stale for at most 5 s, and a write is never accepted. Every pod
 * has each session in its near-cache when it ends on one of them, and no pod sends a hint.
 *
 * <p>For every second batch Redis cannot be reached while the sessions end, and comes back with
 * what it held before.
 */
public final class EndTrial implements Trial {
  private static final int BATCH = 100;
  private static final int AT_ONCE = 25;
  private static final double STALE_MS_MAX = 5_000;
  private static final double GIVEN_UP_MS = 30_000;
  private static final int LOOK_EVERY_MS = 100;

  public static void main(String[] args) {
    Program.main(new EndTrial(), args);
  }

  @Override
  public String promise() {
    return "P5";
  }

  @Override
  public int wanted() {
    return 2_000;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    stage.set("bus.drop_all", "true").settle();
    try {
      unhinted(stage, n, random, findings);
    } finally {
      stage.unset("bus.drop_all");
    }
  }

  private static void unhinted(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String token = stage.token("acme", "end-" + Long.toHexString(random.nextLong()), "session");
    int batch = Math.min(BATCH, Math.max(1, n / 2));
    boolean cut = false;
    for (int done = 0; done < n; done += batch, cut = !cut) {
      batch(stage, token, done, Math.min(batch, n - done), cut, findings);
    }
  }

  /** A session and its name, and when its end was acknowledged. */
  private record Ended(String name, String session, long at) {
    double sinceMs(long time) {
      return (time - at) / 1e6;
    }
  }

  private static void batch(
      Stage stage, String token, int first, int n, boolean cut, Findings findings)
      throws InterruptedException {
    String[] sessions = new String[n];
    Crowd.each(n, AT_ONCE, i -> sessions[i] = make(stage, token, "name-" + (first + i)));
    if (cut) {
      stage.pods().forEach(pod -> pod.redis().set(Gate.Mode.CUT));
    }
    Ended[] ended = new Ended[n];
    Crowd.each(n, AT_ONCE, i -> ended[i] = end(stage, token, first + i, sessions[i], findings));
    stage.pods().forEach(pod -> pod.redis().set(Gate.Mode.OPEN));
    Crowd.each(
        n * stage.pods().size(),
        AT_ONCE * stage.pods().size(),
        i -> {
          Pod pod = stage.pods().get(i % stage.pods().size());
          watch(stage, pod, token, ended[i / stage.pods().size()], cut, findings);
        });
    findings.tried(n);
  }

  private static String make(Stage stage, String token, String name) {
    String session = "";
    for (Pod pod : stage.pods()) {
      session = Patient.session(stage, pod, token, name);
      String project = "/api/sessions/" + session + "/project";
      Patient.call(stage, pod, Caller.Ask.put(token, project, "{\"project\":\"trial\"}"));
    }
    return session;
  }

  private static Ended end(
      Stage stage, String token, int number, String session, Findings findings) {
    List<Pod> pods = stage.pods();
    String path = "/api/sessions/" + session;
    Caller.Answer answer =
        Patient.call(
            stage, pods.get(number % pods.size()), Caller.Ask.post(token, path + "/end", "{}"));
    findings.check(answer.ok(), "the end of " + session + " was answered " + answer);
    Ended ended = new Ended("name-" + number, session, System.nanoTime());
    for (Pod pod : pods) {
      String task = Client.demo(1, 1).put("session_id", session).encode();
      refused(stage, pod, Caller.Ask.post(token, "/api/tasks", task), findings);
      String entry = "{\"message\":\"too late\"}";
      refused(stage, pod, Caller.Ask.post(token, path + "/entries", entry), findings);
      String project = "{\"project\":\"other\"}";
      refused(stage, pod, Caller.Ask.put(token, path + "/project", project), findings);
    }
    return ended;
  }

  private static void refused(Stage stage, Pod pod, Caller.Ask ask, Findings findings) {
    Caller.Answer answer = Patient.call(stage, pod, ask);
    findings.count("writes refused");
    findings.check(
        answer.status() == 410,
        "a write after the end, " + ask.path() + " on " + pod.name() + ": " + answer);
  }

  /** Asks until the name leads elsewhere. */
  private static void watch(
      Stage stage, Pod pod, String token, Ended ended, boolean cut, Findings findings) {
    double stale = 0;
    for (long now = System.nanoTime(); ended.sinceMs(now) < GIVEN_UP_MS; now = System.nanoTime()) {
      String answered =
          stage.caller().call(pod, Caller.Ask.session(token, ended.name())).text("session_id");
      if (answered.equals(ended.session())) {
        stale = ended.sinceMs(now);
      } else if (!answered.isEmpty()) {
        break;
      }
      Blocking.pause(LOOK_EVERY_MS);
    }
    findings.max(cut ? "ms stale, Redis lost the end" : "ms stale", stale);
    if (stale > STALE_MS_MAX) {
      findings.late(
          String.format(
              Locale.ROOT,
              "%s answered %s, %.0f ms after it had ended%s",
              pod.name(),
              ended.session(),
              stale,
              cut ? " while Redis was away" : ""));
    }
  }
}
