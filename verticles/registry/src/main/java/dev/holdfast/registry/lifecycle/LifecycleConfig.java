package dev.holdfast.registry.lifecycle;

import dev.holdfast.shared.config.Settings;

/**
 * How sessions end by themselves and are cleared away.
 *
 * @param sweepMs milliseconds between two rounds of a pod, 50-3600000
 * @param sweepBatch sessions a round takes at most, 1-10000
 */
public record LifecycleConfig(int sweepMs, int sweepBatch) {
  public static LifecycleConfig read(Settings settings) {
    return new LifecycleConfig(
        settings.integer("registry.sweep_ms", 5_000, 50, 3_600_000),
        settings.integer("registry.sweep_batch", 100, 1, 10_000));
  }
}
