package dev.holdfast.tasks;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;

/**
 * How tasks are taken in and run.
 *
 * @param concurrencyMax attempts that this pod runs at once, 1-10000
 * @param claimBatch sessions claimed by one statement, 1-1000
 * @param queueDepthMax unfinished tasks a session may have, 1-1000000
 * @param pollMs milliseconds between looks for work that no hint told of, 10-60000
 * @param heartbeatMs milliseconds between this pod's signs of life and its looks for lost ones,
 *     50-60000
 * @param leaseTtlMs milliseconds of silence after which a pod is given up for lost; at least three
 *     heartbeats
 * @param drainMs milliseconds that attempts get to end by themselves when the pod stops, 0-600000
 * @param agents what may be run
 */
public record TasksConfig(
    int concurrencyMax,
    int claimBatch,
    int queueDepthMax,
    int pollMs,
    int heartbeatMs,
    int leaseTtlMs,
    int drainMs,
    Agents agents) {
  public TasksConfig {
    if (leaseTtlMs < 3 * heartbeatMs) {
      throw new ConfigException(
          "tasks.lease_ttl_ms must be at least three times tasks.heartbeat_ms: "
              + leaseTtlMs
              + " < 3 x "
              + heartbeatMs);
    }
  }

  public static TasksConfig read(Settings settings) {
    return new TasksConfig(
        settings.integer("tasks.concurrency_max", 64, 1, 10_000),
        settings.integer("tasks.claim_batch", 20, 1, 1_000),
        settings.integer("tasks.queue_depth_max", 1_000, 1, 1_000_000),
        settings.integer("tasks.poll_ms", 500, 10, 60_000),
        settings.integer("tasks.heartbeat_ms", 1_000, 50, 60_000),
        settings.integer("tasks.lease_ttl_ms", 8_000, 150, 600_000),
        settings.integer("tasks.drain_ms", 5_000, 0, 600_000),
        Agents.read(settings));
  }
}
