package dev.holdfast.gateway.http;

import dev.holdfast.shared.config.Settings;

/**
 * What a client that asks for events again and again may ask for.
 *
 * @param waitMsMax milliseconds that a request for events waits for the first of them, 0-600000;
 *     never longer than half of {@code gateway.idle_ms}
 * @param eventsMax events of one answer, 1-10000
 */
public record PollConfig(int waitMsMax, int eventsMax) {
  public static PollConfig read(Settings settings, HttpConfig http) {
    return new PollConfig(
        Math.min(
            settings.integer("gateway.poll_wait_ms_max", 25_000, 0, 600_000), http.idleMs() / 2),
        settings.integer("gateway.poll_events_max", 1_000, 1, 10_000));
  }
}
