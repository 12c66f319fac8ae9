package dev.holdfast.registry.store;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.shared.config.Settings;

/**
 * How creations are put into common transactions, and look-ups into common statements.
 *
 * @param limits of a group
 * @param lockMs milliseconds for which a group waits for a rival's transaction; then it is taken
 *     apart and each member waits for itself, 10-5000
 */
public record GroupConfig(GroupLimits limits, int lockMs) {
  public static GroupConfig read(Settings settings) {
    return new GroupConfig(
        new GroupLimits(
            settings.integer("registry.groups_max", 2, 1, 16),
            settings.integer("registry.group_members_max", 256, 1, 1_000),
            settings.integer("registry.group_waiting_max", 16_384, 16, 1_000_000)),
        settings.integer("registry.group_lock_ms", 200, 10, 5_000));
  }
}
