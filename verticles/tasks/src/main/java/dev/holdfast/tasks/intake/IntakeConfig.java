package dev.holdfast.tasks.intake;

import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;
import dev.holdfast.tasks.task.DependencyLimits;
import org.jspecify.annotations.Nullable;

/**
 * What is taken in.
 *
 * @param queueDepthMax unfinished tasks a session may have, 1-1000000
 * @param queueMsMax milliseconds in which a task's first attempt must begin, 1-2147483647
 * @param agents what may be asked for
 * @param load how many unfinished tasks principals and tenants may have
 * @param messagesMax texts that owners may send to the agent of one task, 1-100000
 * @param lineageDepthMax ancestors a task may have, 0-100
 * @param dependencies how tasks may wait for others
 * @param callAgainMs milliseconds after its end in which a call of a tool may come again under a
 *     mark that callers use for others, too, 0-86400000
 */
public record IntakeConfig(
    int queueDepthMax,
    int queueMsMax,
    Agents agents,
    LoadConfig load,
    int messagesMax,
    int lineageDepthMax,
    DependencyLimits dependencies,
    int callAgainMs) {
  public static IntakeConfig read(Settings settings, Agents agents) {
    return new IntakeConfig(
        settings.integer("tasks.queue_depth_max", 1_000, 1, 1_000_000),
        settings.integer("tasks.queue_ms_max", 604_800_000, 1, Integer.MAX_VALUE),
        agents,
        LoadConfig.read(settings),
        settings.integer("tasks.messages_max", 1_000, 1, 100_000),
        settings.integer("tasks.lineage_depth_max", 8, 0, 100),
        DependencyLimits.read(settings),
        settings.integer("tasks.call_again_ms", 20_000, 0, 86_400_000));
  }

  /** How long a task may wait: as wanted, never more than configured. */
  int queueMs(@Nullable Integer wanted) {
    return wanted == null ? queueMsMax : Math.min(wanted, queueMsMax);
  }
}
