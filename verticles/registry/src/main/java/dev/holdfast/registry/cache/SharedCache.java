package dev.holdfast.registry.cache;

import dev.holdfast.registry.cache.store.RedisStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What all pods remember together, in Redis.
 *
 * <p>Nothing here fails and nothing waits longer than the Redis deadline: whatever goes wrong is a
 * miss.
 */
public final class SharedCache {
  private static final double SPREAD = 0.2;

  private final RedisStore redis;
  private final CacheSeal seal;
  private final int ttlS;
  private final SplittableRandom random = new SplittableRandom();

  /**
   * @param ttlS seconds until an entry is forgotten, give or take a fifth, so that entries written
   *     together do not all go together
   */
  public SharedCache(RedisStore redis, CacheSeal seal, int ttlS) {
    this.redis = redis;
    this.seal = seal;
    this.ttlS = ttlS;
  }

  /** The entry; empty for a miss of whatever cause. */
  public Future<Optional<CachedSession>> get(CacheKey key) {
    if (!redis.answering()) {
      return Future.succeededFuture(Optional.empty());
    }
    String name = seal.name(key);
    return redis
        .get(name)
        .map(held -> held.flatMap(value -> believed(key, name, value)))
        .map(entry -> entry.filter(known -> !known.isOver()))
        .otherwise(Optional.empty());
  }

  /** Remembers what was committed, unless something newer is there; nobody waits for it. */
  public void put(CacheKey key, CachedSession entry) {
    if (redis.answering()) {
      String name = seal.name(key);
      redis.putUnlessNewer(name, seal.close(name, entry), entry.generation(), spreadTtl());
    }
  }

  /**
   * Puts an end to an entry and to older ones.
   *
   * @param over made by {@link CachedSession#over}
   * @return whether Redis is known to hold nothing older; never fails
   */
  public Future<Boolean> supersede(CacheKey key, CachedSession over) {
    if (!redis.answering()) {
      return Future.succeededFuture(false);
    }
    String name = seal.name(key);
    int ttl = (int) Math.ceil(ttlS * (1 + SPREAD));
    return redis
        .putUnlessNewer(name, seal.close(name, over), over.generation(), ttl)
        .compose(written -> written ? Future.succeededFuture(true) : isNewer(key, name, over))
        .otherwise(false);
  }

  private Future<Boolean> isNewer(CacheKey key, String name, CachedSession over) {
    return redis
        .get(name)
        .map(held ->
            held.flatMap(value -> believed(key, name, value))
                .map(entry -> entry.generation() >= over.generation())
                .orElse(true));
  }

  /** A value that does not open is removed: its invented generation could keep the true one out. */
  private Optional<CachedSession> believed(CacheKey key, String name, String value) {
    Optional<CachedSession> entry = seal.open(key, name, value);
    if (entry.isEmpty()) {
      redis.remove(name);
    }
    return entry;
  }

  private int spreadTtl() {
    return (int) Math.max(1, Math.round(ttlS * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
  }
}
