package dev.holdfast.tasks.agent.demo;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;

/**
 * What the demo agent is to do.
 *
 * @param iterations 0-1000000
 * @param tokensPerIteration 0-1000000
 * @param intervalMs milliseconds before each iteration, 0-60000
 * @param failAt the iteration at which to fail; 0 for never
 * @param askAt the iteration before which to ask the owner whether to go on; 0 for never
 * @param say a text to put out with each iteration; empty for none
 * @param costMicros of each iteration, 0-1000000
 * @param reportsUsage whether to report each iteration as a turn with its tokens and cost
 * @param contextSize tokens of a context that the iterations fill; 0 for none
 */
record DemoScript(
    long iterations,
    long tokensPerIteration,
    long intervalMs,
    long failAt,
    long askAt,
    String say,
    long costMicros,
    boolean reportsUsage,
    long contextSize) {
  DemoScript {
    require("iterations", iterations, 1_000_000);
    require("tokens_per_iteration", tokensPerIteration, 1_000_000);
    require("interval_ms", intervalMs, 60_000);
    require("fail_at", failAt, 1_000_000);
    require("ask_at", askAt, 1_000_000);
    require("cost_micros", costMicros, 1_000_000);
    require("context_size", contextSize, 1_000_000);
  }

  private static void require(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new Fault(ErrorCode.INVALID_FIELD, name + " must be 0-" + max + ": " + value);
    }
  }
}
