package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Random;

/**
 * Redis goes away for a while under load, once frozen and once stopped, and comes back: clients see
 * no error and no wrong answer. n is the seconds that each outage lasts.
 */
public final class RedisOutage implements Trial {
  private static final int CALM_MS_MAX = 10_000;

  /** {@code --seconds} (or {@code --n}), {@code --seed}. */
  public static void main(String[] args) {
    Program.main(new RedisOutage(), Program.renamed(args, "seconds", "n"));
  }

  @Override
  public String promise() {
    return "Redis outage";
  }

  @Override
  public int wanted() {
    return 60;
  }

  @Override
  public void run(Stage stage, int n, Random random, Findings findings)
      throws InterruptedException {
    SteadyLoad load =
        new SteadyLoad(stage, "redis-" + Long.toHexString(random.nextLong()), random, findings);
    long ms = n * 1_000L;
    load.run("1 before", Math.min(ms, CALM_MS_MAX), answer -> error(answer.toString(), findings));
    stage.redis().freeze();
    load.run("2 while frozen", ms, answer -> error(answer.toString(), findings));
    stage.redis().thaw();
    load.run("3 thawed", Math.min(ms, CALM_MS_MAX), answer -> error(answer.toString(), findings));
    stage.redis().stop();
    load.run("4 while stopped", ms, answer -> error(answer.toString(), findings));
    stage.restartRedis();
    load.run("5 back", Math.min(ms, CALM_MS_MAX), answer -> error(answer.toString(), findings));
    load.checkAll();
    findings.tried(n);
  }

  private static void error(String answer, Findings findings) {
    findings.violation("a client was answered " + answer);
  }
}
