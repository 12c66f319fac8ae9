package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.Settings;

/**
 * What the workers of a pod are allowed.
 *
 * @param workersMax workers on this pod
 * @param slotsMax jobs that one worker may take at once
 * @param leaseMs milliseconds of silence after which a worker's jobs are given up
 * @param graceMs milliseconds in which a worker whose connection broke may come back to its jobs
 */
public record WorkerConfig(int workersMax, int slotsMax, int leaseMs, int graceMs) {
  /** Of so many heartbeats in one lease two may be late. */
  private static final int HEARTBEATS = 3;

  public static WorkerConfig read(Settings settings) {
    return new WorkerConfig(
        settings.integer("tasks.workers_max", 1_000, 1, 100_000),
        settings.integer("tasks.worker_slots_max", 64, 1, 10_000),
        settings.integer("tasks.worker_lease_ms", 15_000, 100, 600_000),
        settings.integer("tasks.worker_grace_ms", 10_000, 0, 600_000));
  }

  /** Milliseconds between two signs of life. */
  public int heartbeatMs() {
    return leaseMs / HEARTBEATS;
  }
}
