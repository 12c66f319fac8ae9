package dev.holdfast.registry.cache;

import dev.holdfast.registry.cache.store.RedisConfig;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;

/**
 * How the registry caches.
 *
 * @param secret what names and seals the entries in Redis, at least 16 characters, the same on
 *     every pod; another one empties the shared cache
 * @param nearEntriesMax entries in each near-cache, 100-10000000
 * @param nearTtlMs milliseconds until a near entry is asked for again, 1-5000; so late a revoked
 *     credential may still be taken
 * @param sharedTtlS seconds an entry stays in Redis, give or take a fifth, 1-86400
 * @param endsCheckMs milliseconds between two looks for what ended lately, 10-5000; so late an end
 *     of which a cache was not told may still go unnoticed
 * @param endsMax sessions, and bindings, that one look learns of, 1000-10000000
 */
public record CacheConfig(
    String secret,
    int nearEntriesMax,
    int nearTtlMs,
    int sharedTtlS,
    int endsCheckMs,
    int endsMax,
    RedisConfig redis) {
  private static final double SPREAD = 1.2;
  private static final int SECRET_LENGTH_MIN = 16;

  public CacheConfig {
    if (secret.length() < SECRET_LENGTH_MIN) {
      throw new ConfigException(
          "registry.cache_secret must have at least "
              + SECRET_LENGTH_MIN
              + " characters, has "
              + secret.length());
    }
  }

  public static CacheConfig read(Settings settings) {
    return new CacheConfig(
        settings.secret("registry.cache_secret"),
        settings.integer("registry.near_cache_entries", 100_000, 100, 10_000_000),
        settings.integer("registry.near_cache_ms", 5_000, 1, 5_000),
        settings.integer("registry.redis_ttl_s", 3_600, 1, 86_400),
        settings.integer("registry.ends_check_ms", 1_000, 10, 5_000),
        settings.integer("registry.ends_max", 1_000_000, 1_000, 10_000_000),
        RedisConfig.read(settings));
  }

  /** The longest that an entry lives, here or in Redis, milliseconds. */
  public long entryMsMax() {
    return (long) Math.ceil(sharedTtlS * 1_000L * SPREAD) + nearTtlMs;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "CacheConfig[near " + nearEntriesMax + " x " + nearTtlMs + " ms, " + redis + "]";
  }
}
