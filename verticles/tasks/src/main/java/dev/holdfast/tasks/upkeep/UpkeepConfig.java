package dev.holdfast.tasks.upkeep;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;

/**
 * When a pod counts as lost.
 *
 * @param heartbeatMs milliseconds between this pod's signs of life and its looks for lost ones,
 *     50-60000
 * @param leaseTtlMs milliseconds of silence after which a pod is given up for lost; at least three
 *     heartbeats
 * @param fenceMs milliseconds by its own clock after which a pod that could not beat stops what it
 *     runs, 150-600000
 * @param endedCheckMs milliseconds between this pod's looks for unfinished tasks of sessions that
 *     ended, 50-600000
 * @param endedBatch such sessions a look takes at most, 1-10000
 * @param depthCheckMs milliseconds between this pod's counts of the tasks that wait, 100-3600000
 */
public record UpkeepConfig(
    int heartbeatMs,
    int leaseTtlMs,
    int fenceMs,
    int endedCheckMs,
    int endedBatch,
    int depthCheckMs) {
  public UpkeepConfig {
    if (leaseTtlMs < 3 * heartbeatMs) {
      throw new ConfigException(
          "tasks.lease_ttl_ms must be at least three times tasks.heartbeat_ms: "
              + leaseTtlMs
              + " < 3 x "
              + heartbeatMs);
    }
    if (fenceMs < 3 * heartbeatMs) {
      throw new ConfigException(
          "tasks.fence_ms must be 0 or at least three times tasks.heartbeat_ms: "
              + fenceMs
              + " < 3 x "
              + heartbeatMs);
    }
  }

  public static UpkeepConfig read(Settings settings) {
    int leaseTtlMs = settings.integer("tasks.lease_ttl_ms", 8_000, 150, 600_000);
    int fenceMs = settings.integer("tasks.fence_ms", 0, 0, 600_000);
    int heartbeatMs = settings.integer("tasks.heartbeat_ms", 1_000, 50, 60_000);
    return new UpkeepConfig(
        heartbeatMs,
        leaseTtlMs,
        fenceMs == 0 ? Math.max(3 * heartbeatMs, leaseTtlMs - heartbeatMs) : fenceMs,
        settings.integer("tasks.ended_check_ms", 5_000, 50, 600_000),
        settings.integer("tasks.ended_batch", 100, 1, 10_000),
        settings.integer("tasks.depth_check_ms", 15_000, 100, 3_600_000));
  }
}
