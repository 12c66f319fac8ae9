package dev.holdfast.tasks.intake;

import dev.holdfast.shared.config.Settings;
import dev.holdfast.tasks.agent.Agents;

/**
 * What is taken in.
 *
 * @param queueDepthMax unfinished tasks a session may have, 1-1000000
 * @param agents what may be asked for
 */
public record IntakeConfig(int queueDepthMax, Agents agents) {
  public static IntakeConfig read(Settings settings, Agents agents) {
    return new IntakeConfig(settings.integer("tasks.queue_depth_max", 1_000, 1, 1_000_000), agents);
  }
}
