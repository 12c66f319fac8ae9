package dev.holdfast.registry.testing;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.belief.BeliefConfig;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.cache.store.RedisConfig;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.journal.JournalConfig;
import dev.holdfast.registry.lifecycle.LifecycleConfig;
import dev.holdfast.registry.project.ProjectConfig;
import dev.holdfast.registry.share.ShareConfig;
import dev.holdfast.registry.store.GroupConfig;
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
        new CacheConfig(
            RandomId.mint("secret"), 10_000, 5_000, 3_600, 100, 10_000, redis(redisUri, 5_000)),
        new BeliefConfig(100, 50),
        new Deadline(30_000),
        5,
        new JournalConfig(100, 16_384, 50, 200, 200, 1_000, 2, 100, 2_000),
        LifecycleConfig.read(new Settings(Map.of())),
        ShareConfig.read(new Settings(Map.of())),
        10,
        ProjectConfig.read(new Settings(Map.of())),
        groups());
  }

  /**
   * The same with another life cycle, and other limits of shares and forks.
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
        config.belief(),
        config.deadline(),
        config.resolveAttemptsMax(),
        config.journal(),
        LifecycleConfig.read(new Settings(values)),
        ShareConfig.read(new Settings(values)),
        config.keyCheckMs(),
        config.project(),
        config.groups());
  }

  /** The same with another limit of projects. */
  public static RegistryConfig withProjectsMax(RegistryConfig config, int projectsMax) {
    return withProject(config, Map.of("registry.projects_max", Integer.toString(projectsMax)));
  }

  /** The same with other settings of projects and modes; a list of one item or none. */
  public static RegistryConfig withProject(RegistryConfig config, Map<String, String> changed) {
    return new RegistryConfig(
        config.cache(),
        config.belief(),
        config.deadline(),
        config.resolveAttemptsMax(),
        config.journal(),
        config.lifecycle(),
        config.share(),
        config.keyCheckMs(),
        ProjectConfig.read(settings(changed)),
        config.groups());
  }

  private static Settings settings(Map<String, String> changed) {
    Map<String, Settings.Value> values = new HashMap<>();
    changed.forEach((key, text) -> values.put(key, new Settings.Value(text, "test")));
    return new Settings(values);
  }

  /** Small groups, so that a race makes many of them. */
  public static GroupConfig groups() {
    return new GroupConfig(new GroupLimits(2, 64, 16_384), 5_000);
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
