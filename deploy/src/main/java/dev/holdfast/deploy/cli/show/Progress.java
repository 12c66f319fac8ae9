package dev.holdfast.deploy.cli.show;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a task is.
 *
 * @param iterations done
 * @param iterationsExpected 0 for not known
 * @param tokens used
 * @param tokensExpected 0 for not known
 */
public record Progress(long iterations, long iterationsExpected, long tokens, long tokensExpected) {
  private static final int WIDTH = 30;

  public static final Progress NONE = new Progress(0, 0, 0, 0);

  /** With the counters that a task or an event names; the others stay. */
  public Progress with(JsonNode counters) {
    return new Progress(
        counters.path("current_iteration").asLong(iterations),
        counters.path("total_iterations").asLong(iterationsExpected),
        counters.path("tokens_used").asLong(tokens),
        counters.path("total_tokens").asLong(tokensExpected));
  }

  /** Of 0 to 100; by iterations, or by tokens where those are not known. */
  int percent() {
    if (iterationsExpected > 0) {
      return percent(iterations, iterationsExpected);
    }
    return tokensExpected > 0 ? percent(tokens, tokensExpected) : 0;
  }

  private static int percent(long done, long expected) {
    return Math.clamp(done * 100 / expected, 0, 100);
  }

  /** For example {@code [##########....................] 33 % 1/3 iterations, 60/180 tokens}. */
  public String bar() {
    int filled = percent() * WIDTH / 100;
    return "[%s%s] %3d %%  %s iterations, %s tokens"
        .formatted(
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            percent(),
            of(iterations, iterationsExpected),
            of(tokens, tokensExpected));
  }

  private static String of(long done, long expected) {
    return expected > 0 ? done + "/" + expected : Long.toString(done);
  }
}
