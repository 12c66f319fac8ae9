package dev.holdfast.registry.testing;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.cache.store.RedisConfig;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.shared.identity.RandomId;

/** Configurations with time enough for a busy machine. */
public final class TestConfigs {
  private TestConfigs() {}

  /** With a fresh secret, so that nothing another test left in Redis can be read. */
  public static RegistryConfig of(String redisUri) {
    return new RegistryConfig(
        new CacheConfig(RandomId.mint("secret"), 10_000, 5_000, 3_600, redis(redisUri, 5_000)),
        new Deadline(30_000),
        5,
        10);
  }

  /**
   * A way to Redis that is tried again soon.
   *
   * @param deadlineMs milliseconds until a command without an answer counts as failed
   */
  public static RedisConfig redis(String uri, int deadlineMs) {
    return new RedisConfig(uri, deadlineMs, 3, 100, 16_384);
  }
}
