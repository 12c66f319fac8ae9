package dev.holdfast.tasks.execution;

import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;
import dev.holdfast.tasks.task.RunningLimits;
import org.jspecify.annotations.Nullable;

/**
 * How this pod runs tasks.
 *
 * @param concurrencyMax attempts at once, 1-10000
 * @param claimBatch sessions claimed by one statement, 1-1000
 * @param pollMs milliseconds between looks for work that no hint told of, 10-60000
 * @param drainMs milliseconds that attempts get to end by themselves when the pod stops, 0-600000
 * @param runMsMax milliseconds an attempt may run, 1-604800000
 * @param stallMsMax milliseconds an attempt may be silent, 1-604800000
 * @param inputMs milliseconds an agent's question may stay unanswered, 1-604800000
 * @param running how many attempts run at once on all pods together
 * @param runningCheckMs milliseconds between two comparisons of such a count with what runs,
 *     50-600000
 */
public record ExecutionConfig(
    int concurrencyMax,
    int claimBatch,
    int pollMs,
    int drainMs,
    int runMsMax,
    int stallMsMax,
    int inputMs,
    RunningLimits running,
    int runningCheckMs) {
  private static final int WEEK_MS = 604_800_000;
  private static final int RUNNING_MAX = 1_000_000;

  public static ExecutionConfig read(Settings settings, Agents agents) {
    return new ExecutionConfig(
        settings.integer("tasks.concurrency_max", 64, 1, 10_000),
        settings.integer("tasks.claim_batch", 20, 1, 1_000),
        settings.integer("tasks.poll_ms", 500, 10, 60_000),
        settings.integer("tasks.drain_ms", 5_000, 0, 600_000),
        settings.integer("tasks.run_ms_max", 14_400_000, 1, WEEK_MS),
        settings.integer("tasks.stall_ms_max", 3_600_000, 1, WEEK_MS),
        settings.integer("tasks.input_ms", 86_400_000, 1, WEEK_MS),
        new RunningLimits(
            settings.integer("tasks.running_max", 0, 0, RUNNING_MAX),
            settings.integer("tasks.running_per_tenant_max", 0, 0, RUNNING_MAX),
            settings.integer("tasks.running_per_principal_max", 0, 0, RUNNING_MAX),
            agents.concurrencyMax()),
        settings.integer("tasks.running_check_ms", 5_000, 50, 600_000));
  }

  /** How long an attempt may run: as wanted, never more than configured. */
  long runMs(@Nullable Integer wanted) {
    return wanted == null ? runMsMax : Math.min(wanted, runMsMax);
  }

  /** How long an attempt may be silent: as wanted, never more than configured. */
  long stallMs(@Nullable Integer wanted) {
    return wanted == null ? stallMsMax : Math.min(wanted, stallMsMax);
  }
}
