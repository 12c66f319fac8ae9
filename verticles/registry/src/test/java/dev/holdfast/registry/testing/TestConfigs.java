package dev.holdfast.registry.testing;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.cache.store.RedisConfig;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.journal.JournalConfig;
import dev.holdfast.registry.lifecycle.LifecycleConfig;
import dev.holdfast.registry.share.ShareConfig;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.identity.RandomId;
import java.util.HashMap;
import java.util.Map;

/** Configurations with time enough for a busy machine. */
public final class TestConfigs {
  private TestConfigs() {}

  /** With a fresh secret, so that nothing another test left in Redis can be read. */
  public static RegistryConfig of(String redisUri) {
    return new RegistryConfig(
        new CacheConfig(RandomId.mint("secret"), 10_000, 5_000, 3_600, redis(redisUri, 5_000)),
        new Deadline(30_000),
        5,
        new JournalConfig(100, 16_384, 50, 200, 200, 1_000, 2, 100, 2_000),
        LifecycleConfig.read(new Settings(Map.of())),
        ShareConfig.read(new Settings(Map.of())),
        10);
  }

  /**
   * The same with another life cycle.
   *
   * @param keysAndValues in turns
   */
  public static RegistryConfig with(RegistryConfig config, String... keysAndValues) {
    Map<String, Settings.Value> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], new Settings.Value(keysAndValues[i + 1], "test"));
    }
    return new RegistryConfig(
        config.cache(),
        config.deadline(),
        config.resolveAttemptsMax(),
        config.journal(),
        LifecycleConfig.read(new Settings(values)),
        ShareConfig.read(new Settings(values)),
        config.keyCheckMs());
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
