package dev.holdfast.gateway.presence;

import dev.holdfast.shared.config.Settings;

/**
 * How connections are shown.
 *
 * @param askMs milliseconds within which another pod has to tell its connections, 10-5000
 * @param shownMax connections of a session that a pod tells of, 1-10000
 * @param watchMs milliseconds between two rounds that find who came and left, 100-60000
 * @param watchedMax sessions of which a pod tells who came and left, 1-1000000
 * @param useMs milliseconds between two notes that sessions with connections are in use, 10-60000
 */
public record PresenceConfig(int askMs, int shownMax, int useMs, int watchMs, int watchedMax) {
  public static PresenceConfig read(Settings settings) {
    return new PresenceConfig(
        settings.integer("gateway.connections_ask_ms", 500, 10, 5_000),
        settings.integer("gateway.connections_shown_max", 100, 1, 10_000),
        settings.integer("gateway.use_ms", 30_000, 10, 60_000),
        settings.integer("gateway.presence_ms", 1_000, 100, 60_000),
        settings.integer("gateway.presence_sessions_max", 10_000, 1, 1_000_000));
  }
}
