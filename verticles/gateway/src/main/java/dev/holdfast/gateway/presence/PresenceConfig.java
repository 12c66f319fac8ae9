package dev.holdfast.gateway.presence;

import dev.holdfast.shared.config.Settings;

/**
 * How connections are shown.
 *
 * @param askMs milliseconds within which another pod has to tell its connections, 10-5000
 * @param shownMax connections of a session that a pod tells of, 1-10000
 */
public record PresenceConfig(int askMs, int shownMax) {
  public static PresenceConfig read(Settings settings) {
    return new PresenceConfig(
        settings.integer("gateway.connections_ask_ms", 500, 10, 5_000),
        settings.integer("gateway.connections_shown_max", 100, 1, 10_000));
  }
}
