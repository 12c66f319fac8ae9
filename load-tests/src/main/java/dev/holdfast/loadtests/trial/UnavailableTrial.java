package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Pod;
import dev.holdfast.loadtests.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * P6: while Postgres is down a create is answered 503 with {@code Retry-After} within 2 s, no id is
 * answered that is not there afterwards, and event streams stay open and go on without a gap.
 */
public final class UnavailableTrial implements Trial {
  private static final int CREATES = 200;
  private static final int AT_ONCE = 16;
  private static final double ANSWER_MS_MAX = 2_000;
  private static final int SETTLE_MS = 300;

  /** An id that was answered. */
  private record Told(String name, String session) {}

  public static void main(String[] args) {
    Program.main(new UnavailableTrial(), args);
  }

  @Override
  public String promise() {
    return "P6";
  }

  @Override
  public int wanted() {
    return 50;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    String principal = "outage-" + Long.toHexString(random.nextLong());
    String token = stage.token("acme", principal, "session");
    try (Followed followed = Followed.open(stage, token, "followed")) {
      for (int outage = 0; outage < n; outage++) {
        StoreFault fault = List.of(StoreFault.values()).get((outage + random.nextInt(2)) % 4);
        followed.submit(20, 50);
        outage(stage, token, outage, fault, findings);
        followed.check(findings);
        findings.tried(1);
      }
    }
  }

  private static void outage(
      Stage stage, String token, int outage, StoreFault fault, Findings findings)
      throws InterruptedException {
    findings.count("outages " + fault.name().toLowerCase(Locale.ROOT));
    List<Pod> pods = stage.pods();
    Queue<Told> told = new ConcurrentLinkedQueue<>();
    fault.toPostgres(stage);
    Crowd.each(
        CREATES,
        AT_ONCE,
        i -> {
          String name = outage + "-" + i;
          Caller.Answer answer =
              stage.caller().call(pods.get(i % pods.size()), Caller.Ask.session(token, name));
          judge(answer, name, told, findings);
        });
    stage.heal();
    Blocking.pause(SETTLE_MS);
    Map<String, String> stored = stored(stage);
    for (Told each : told) {
      findings.check(
          each.session().equals(stored.get(each.name())),
          each + " was answered while Postgres was " + fault + ", and is not there");
    }
  }

  private static void judge(
      Caller.Answer answer, String name, Queue<Told> told, Findings findings) {
    findings.max("ms to the answer", answer.tookMs());
    if (answer.ok()) {
      findings.count("creates answered with an id");
      told.add(new Told(name, answer.text("session_id")));
      return;
    }
    findings.count("creates refused");
    findings.check(
        answer.status() == 503 && answer.headers().contains("Retry-After"),
        "not 503 with Retry-After, after " + answer.tookMs() + " ms: " + answer);
    if (answer.tookMs() > ANSWER_MS_MAX) {
      findings.late("refused only after " + answer.tookMs() + " ms");
    }
  }

  private static Map<String, String> stored(Stage stage) {
    Map<String, String> stored = new HashMap<>();
    stage
        .postgres()
        .rows(
            "SELECT b.transport_id, s.session_id FROM binding b"
                + " JOIN session s ON s.session_no = b.session_no WHERE b.ended_at IS NULL")
        .forEach(row -> stored.put(row.getFirst(), row.getLast()));
    return stored;
  }
}
