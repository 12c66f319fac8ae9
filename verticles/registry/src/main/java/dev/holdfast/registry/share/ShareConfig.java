package dev.holdfast.registry.share;

import dev.holdfast.shared.config.Settings;

/**
 * How far sessions are handed on.
 *
 * @param forkEventsMax events a fork copies at most, 1-100000
 * @param sharesMax valid shares a session may have, 1-10000
 * @param shareTtlSMax seconds a share lives at most, and where nothing else is asked for,
 *     60-2000000000
 */
public record ShareConfig(int forkEventsMax, int sharesMax, int shareTtlSMax) {
  private static final int MONTH_S = 30 * 24 * 3_600;

  public static ShareConfig read(Settings settings) {
    return new ShareConfig(
        settings.integer("registry.fork_events_max", 10_000, 1, 100_000),
        settings.integer("registry.shares_max", 20, 1, 10_000),
        settings.integer("registry.share_ttl_s_max", MONTH_S, 60, 2_000_000_000));
  }
}
