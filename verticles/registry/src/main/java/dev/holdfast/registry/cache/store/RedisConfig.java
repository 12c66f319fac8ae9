package dev.holdfast.registry.cache.store;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * How a pod reaches Redis.
 *
 * @param uri {@code redis://[user:password@]host:port[/database]}, or {@code rediss://} for TLS; a
 *     secret, never printed
 * @param deadlineMs milliseconds until a command without an answer counts as failed, 1-5000
 * @param failuresMax failures within ten seconds until Redis is left alone, 1-1000
 * @param retryMs milliseconds until it is tried again, a lost connection likewise, 10-60000
 * @param waitingMax commands under way at once; further ones fail at once, 16-1000000
 */
public record RedisConfig(
    String uri, int deadlineMs, int failuresMax, int retryMs, int waitingMax) {
  public RedisConfig {
    if (!isRedis(uri)) {
      throw new ConfigException(
          "redis.uri must look like redis://[user:password@]host:port[/database]");
    }
  }

  public static RedisConfig read(Settings settings) {
    return new RedisConfig(
        settings.secret("redis.uri"),
        settings.integer("registry.redis_deadline_ms", 50, 1, 5_000),
        settings.integer("registry.redis_failures_max", 5, 1, 1_000),
        settings.integer("registry.redis_retry_ms", 1_000, 10, 60_000),
        settings.integer("registry.redis_waiting_max", 16_384, 16, 1_000_000));
  }

  /** Without the URI, which may hold a password. */
  @Override
  public String toString() {
    return "RedisConfig[deadline " + deadlineMs + " ms, retry " + retryMs + " ms]";
  }

  private static boolean isRedis(String uri) {
    try {
      URI parsed = new URI(uri);
      return parsed.getHost() != null
          && ("redis".equals(parsed.getScheme()) || "rediss".equals(parsed.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
