package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Blocking;
import dev.holdfast.loadtests.stage.Caller;
import dev.holdfast.loadtests.stage.Stage;
import java.util.Random;

/**
 * Postgres goes away for a while under load, once frozen and once killed, and comes back: what is
 * not answered is refused with 503 within 2 s, event streams stay open, and every id that was told
 * is there afterwards. n is the seconds that each outage lasts.
 */
public final class PostgresOutage implements Trial {
  private static final int CALM_MS_MAX = 10_000;
  private static final int RECOVERY_MS = 3_000;
  private static final double ANSWER_MS_MAX = 2_000;

  /** {@code --seconds} (or {@code --n}), {@code --seed}. */
  public static void main(String[] args) {
    Program.main(new PostgresOutage(), Program.renamed(args, "seconds", "n"));
  }

  @Override
  public String promise() {
    return "Postgres outage";
  }

  @Override
  public int wanted() {
    return 60;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    SteadyLoad load =
        new SteadyLoad(stage, "postgres-" + Long.toHexString(random.nextLong()), random, findings);
    long ms = n * 1_000L;
    try (Followed followed = Followed.open(stage, load.token(), "followed")) {
      followed.submit(20, 20);
      load.run("1 before", Math.min(ms, CALM_MS_MAX), answer -> refused(answer, findings));
      stage.postgres().freeze();
      load.run("2 while frozen", ms, answer -> refused(answer, findings));
      stage.postgres().thaw();
      Blocking.pause(RECOVERY_MS);
      load.run("3 thawed", Math.min(ms, CALM_MS_MAX), answer -> refused(answer, findings));
      followed.check(findings);
      stage.postgres().crash();
      load.run("4 while killed", ms, answer -> refused(answer, findings));
      stage.restartPostgres();
      Blocking.pause(RECOVERY_MS);
      load.run("5 back", Math.min(ms, CALM_MS_MAX), answer -> refused(answer, findings));
      followed.check(findings);
    }
    load.checkAll();
    findings.tried(n);
  }

  private static void refused(Caller.Answer answer, Findings findings) {
    findings.count("refused");
    findings.max("ms to a refusal", answer.tookMs());
    findings.check(
        answer.status() == 503 && answer.headers().contains("Retry-After"),
        "not 503 with Retry-After: " + answer);
    if (answer.tookMs() > ANSWER_MS_MAX) {
      findings.late("refused only after " + answer.tookMs() + " ms");
    }
  }
}
