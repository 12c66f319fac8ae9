package dev.holdfast.tasks.task;

import dev.holdfast.shared.message.Retry;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: exponential backoff with full jitter, as the AWS
 * Architecture Blog describes it. Tasks that failed together do not come back together.
 */
public final class Backoff {
  private static final int DOUBLINGS_MAX = 30;

  private Backoff() {}

  /**
   * Milliseconds, uniform between 0 and the least of the longest pause and {@code backoffMs}
   * doubled with each failure after the first.
   *
   * @param failures 1 after the first
   */
  public static long delayMs(Retry retry, int failures, RandomGenerator random) {
    long grown = (long) retry.backoffMs() << Math.min(failures - 1, DOUBLINGS_MAX);
    return random.nextLong(Math.min(grown, retry.backoffMsMax()) + 1);
  }
}
