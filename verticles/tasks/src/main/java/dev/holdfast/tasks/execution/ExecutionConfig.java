package dev.holdfast.tasks.execution;

import dev.holdfast.shared.config.Settings;

/**
 * How this pod runs tasks.
 *
 * @param concurrencyMax attempts at once, 1-10000
 * @param claimBatch sessions claimed by one statement, 1-1000
 * @param pollMs milliseconds between looks for work that no hint told of, 10-60000
 * @param drainMs milliseconds that attempts get to end by themselves when the pod stops, 0-600000
 */
public record ExecutionConfig(int concurrencyMax, int claimBatch, int pollMs, int drainMs) {
  public static ExecutionConfig read(Settings settings) {
    return new ExecutionConfig(
        settings.integer("tasks.concurrency_max", 64, 1, 10_000),
        settings.integer("tasks.claim_batch", 20, 1, 1_000),
        settings.integer("tasks.poll_ms", 500, 10, 60_000),
        settings.integer("tasks.drain_ms", 5_000, 0, 600_000));
  }
}
