package dev.holdfast.broadcast;

import dev.holdfast.broadcast.retention.RetentionConfig;
import dev.holdfast.shared.config.Settings;

/**
 * How events reach watchers.
 *
 * @param checkMs milliseconds between looks at the log for sessions whose watchers heard nothing,
 *     10-60000; bounds the delay when every hint is lost
 * @param pageEvents events read at once for a watcher that is behind, 1-10000
 * @param pageBytes bytes of events read at once, 1024-16777216; the event that passes it is the
 *     last
 * @param watchersMax watchers on this pod, 1-10000000
 * @param interestMs milliseconds between reminders to the home pods of what is watched here,
 *     100-60000; forgotten after three of them
 * @param retention how much of the histories is kept
 */
public record BroadcastConfig(
    int checkMs,
    int pageEvents,
    int pageBytes,
    int watchersMax,
    int interestMs,
    RetentionConfig retention) {
  public static BroadcastConfig read(Settings settings) {
    return new BroadcastConfig(
        settings.integer("broadcast.check_ms", 500, 10, 60_000),
        settings.integer("broadcast.page_events", 200, 1, 10_000),
        settings.integer("broadcast.page_bytes", 262_144, 1_024, 16_777_216),
        settings.integer("broadcast.watchers_max", 100_000, 1, 10_000_000),
        settings.integer("broadcast.interest_ms", 3_000, 100, 60_000),
        RetentionConfig.read(settings));
  }
}
