package dev.holdfast.tasks.task;

import dev.holdfast.shared.config.Settings;

/**
 * How tasks may wait for others.
 *
 * @param dependsOnMax tasks that one may name, 0-1000
 * @param depthMax unfinished tasks that may wait for each other in one chain, 1-1000
 */
public record DependencyLimits(int dependsOnMax, int depthMax) {
  /** None does. */
  public static final DependencyLimits NONE = new DependencyLimits(0, 1);

  public static DependencyLimits read(Settings settings) {
    return new DependencyLimits(
        settings.integer("tasks.depends_on_max", 20, 0, 1_000),
        settings.integer("tasks.dependency_depth_max", 32, 1, 1_000));
  }
}
